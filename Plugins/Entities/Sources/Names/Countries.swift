import English
import Linguistics

/// Countries by their names and demonyms in English.
package enum Countries {
    /// The ISO 3166-1 alpha-2 code of a country's name, official name or demonym, `nil` for any other name.
    ///
    /// Case and accents don't matter. Kosovo has the code `XK`, which is in use but not assigned.
    package static func code(_ name: String) -> String? {
        codes[key(name)] ?? shortName(ofOfficial: name).flatMap { codes[key($0)] }
    }

    /// Whether a name is a country's name rather than its demonym.
    package static func isCountry(_ name: String) -> Bool {
        names.contains(key(name)) || shortName(ofOfficial: name).map { codes[key($0)] != nil } ?? false
    }

    /// Whether a word is a country's name or demonym.
    static func isNameOrDemonym(_ word: WordHash) -> Bool { codes[word] != nil }

    /// `Kenya` for *Republic of Kenya*, `French` for *French Republic*.
    private static func shortName(ofOfficial name: String) -> String? {
        guard mayBeOfficial(name) else { return nil }
        let words = name.split(separator: " ")
        guard words.count > 1 else { return nil }
        if let of = words.firstIndex(of: "of"), of > 0, of + 1 < words.count,
            words[..<of].contains(where: { formsOfState.contains(WordHash(folding: String($0))) })
        {
            let rest = words[(of + 1)...].drop { $0 == "the" || $0 == "The" }
            // The State of Georgia is one of those United; the Republic of China is not China.
            let isAmbiguous = rest.count == 1 && (rest.first == "Georgia" && words[of - 1] == "State")
            return isAmbiguous ? nil : rest.joined(separator: " ")
        }
        guard let last = words.last, words.count == 2, last == "Republic" || last == "Kingdom" || last == "Federation"
        else { return nil }
        return String(words[0])
    }

    /// Whether a name has ` of ` in it or ends as `Republic`, `Kingdom` and `Federation` do.
    private static func mayBeOfficial(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { bytes in
            guard bytes.count > 8, let last = bytes.last else { return false }
            if last == UInt8(ascii: "c") || last == UInt8(ascii: "m") || last == UInt8(ascii: "n") { return true }
            for index in 3..<bytes.count where bytes[index] == 0x20 && bytes[index - 3] == 0x20 {
                if bytes[index - 2] == UInt8(ascii: "o") && bytes[index - 1] == UInt8(ascii: "f") { return true }
            }
            return false
        }
    }

    private static let formsOfState = WordQuery.english(.formOfState)

    private static func key(_ name: String) -> WordHash {
        guard name.utf8.contains(where: { $0 >= 0x80 }) else { return WordHash(folding: name) }
        var bytes: [UInt8] = []
        for scalar in name.unicodeScalars {
            let folded = Scalars.folded(scalar.value)
            bytes += WordKey.plainLetter(folded) ?? Array(String(Character(Unicode.Scalar(folded) ?? scalar)).utf8)
        }
        return WordHash(folding: bytes.span, 0..<bytes.count)
    }

    /// Every name and whether it is a demonym, for the gazetteer.
    package static let all: [(name: String, isDemonym: Bool)] = parsed.map { ($0.name, $0.isDemonym) }

    private static let codes = Dictionary(
        parsed.map { (key($0.name), $0.code) }, uniquingKeysWith: { first, _ in first })
    private static let names = Set(parsed.filter { !$0.isDemonym }.map { key($0.name) })

    /// The codes that have a demonym.
    static let codesWithDemonym = Set(parsed.filter { $0.isDemonym }.map(\.code))

    private static let parsed: [(name: String, code: String, isDemonym: Bool)] = table.split(separator: "\n").flatMap {
        line in
        let fields = line.split(separator: ":", omittingEmptySubsequences: false)
        return [1, 2].flatMap { field in
            fields[field].split(separator: ",").map { (String($0), String(fields[0]), field == 2) }
        }
    }

    /// Code, names, demonyms.
    private static let table = """
        AD:Andorra:Andorran,Andorrans
        AE:United Arab Emirates,UAE,U.A.E.,Emirates:Emirati,Emiratis
        AF:Afghanistan:Afghan,Afghans,Afghani
        AG:Antigua and Barbuda,Antigua:Antiguan,Antiguans
        AI:Anguilla:Anguillan,Anguillans
        AL:Albania:Albanian,Albanians
        AM:Armenia:Armenian,Armenians
        AO:Angola:Angolan,Angolans
        AQ:Antarctica:Antarctic
        AR:Argentina,Argentine Republic:Argentine,Argentines,Argentinian,Argentinians,Argentinean,Argentineans
        AS:American Samoa:American Samoan,American Samoans
        AT:Austria:Austrian,Austrians
        AU:Australia,Commonwealth of Australia:Australian,Australians,Aussie,Aussies
        AW:Aruba:Aruban,Arubans
        AX:Åland Islands,Åland:Ålander,Ålanders
        AZ:Azerbaijan:Azerbaijani,Azerbaijanis,Azeri,Azeris
        BA:Bosnia and Herzegovina,Bosnia-Herzegovina,Bosnia:Bosnian,Bosnians,Herzegovinian
        BB:Barbados:Barbadian,Barbadians,Bajan,Bajans
        BD:Bangladesh:Bangladeshi,Bangladeshis
        BE:Belgium:Belgian,Belgians
        BF:Burkina Faso:Burkinabe,Burkinabé
        BG:Bulgaria:Bulgarian,Bulgarians
        BH:Bahrain:Bahraini,Bahrainis
        BI:Burundi:Burundian,Burundians
        BJ:Benin:Beninese
        BL:Saint Barthélemy,St. Barts:
        BM:Bermuda:Bermudian,Bermudians
        BN:Brunei,Brunei Darussalam:Bruneian,Bruneians
        BO:Bolivia:Bolivian,Bolivians
        BQ:Bonaire,Caribbean Netherlands,Sint Eustatius,Saba:
        BR:Brazil:Brazilian,Brazilians
        BS:Bahamas:Bahamian,Bahamians
        BT:Bhutan:Bhutanese
        BV:Bouvet Island:
        BW:Botswana:Botswanan,Motswana,Batswana
        BY:Belarus:Belarusian,Belarusians,Belarussian
        BZ:Belize:Belizean,Belizeans
        CA:Canada:Canadian,Canadians
        CC:Cocos Islands,Keeling Islands:
        CD:Democratic Republic of Congo,Democratic Republic of the Congo,DR Congo,DRC,Zaire,Congo,Congo-Kinshasa:Congolese,Zairean
        CF:Central African Republic,C.A.R.:Central African,Central Africans
        CG:Republic of Congo,Republic of the Congo,Congo-Brazzaville,Congo Republic:Congolese
        CH:Switzerland,Swiss Confederation:Swiss
        CI:Ivory Coast,Cote d'Ivoire,Côte d'Ivoire:Ivorian,Ivorians
        CK:Cook Islands:Cook Islander,Cook Islanders
        CL:Chile:Chilean,Chileans
        CM:Cameroon:Cameroonian,Cameroonians
        CN:China,People's Republic of China,PRC:Chinese
        CO:Colombia:Colombian,Colombians
        CR:Costa Rica:Costa Rican,Costa Ricans
        CU:Cuba:Cuban,Cubans
        CV:Cape Verde,Cabo Verde:Cape Verdean,Cape Verdeans,Cabo Verdean
        CW:Curaçao:Curaçaoan,Curaçaoans
        CX:Christmas Island:
        CY:Cyprus:Cypriot,Cypriots
        CZ:Czech Republic,Czechia:Czech,Czechs
        DE:Germany,Federal Republic of Germany:German,Germans
        DJ:Djibouti:Djiboutian,Djiboutians
        DK:Denmark:Danish,Dane,Danes
        DM:Dominica:Dominiquais
        DO:Dominican Republic:Dominican,Dominicans
        DZ:Algeria:Algerian,Algerians
        EC:Ecuador:Ecuadorian,Ecuadorians,Ecuadorean
        EE:Estonia:Estonian,Estonians
        EG:Egypt:Egyptian,Egyptians
        EH:Western Sahara,Sahrawi Arab Democratic Republic:Sahrawi,Sahrawis,Saharawi
        ER:Eritrea:Eritrean,Eritreans
        ES:Spain:Spanish,Spaniard,Spaniards
        ET:Ethiopia:Ethiopian,Ethiopians
        FI:Finland:Finnish,Finn,Finns
        FJ:Fiji:Fijian,Fijians
        FK:Falkland Islands,Falklands,Malvinas:Falkland Islander,Falkland Islanders
        FM:Micronesia:Micronesian,Micronesians
        FO:Faroe Islands,Faroes:Faroese
        FR:France:French,Frenchman,Frenchmen,Frenchwoman
        GA:Gabon:Gabonese
        GB:United Kingdom,Great Britain,Britain,UK,U.K.,United Kingdom of Great Britain and Northern Ireland:British,Briton,Britons,Brit,Brits
        GD:Grenada:Grenadian,Grenadians
        GE:Georgia:Georgian,Georgians
        GF:French Guiana:French Guianese
        GG:Guernsey:
        GH:Ghana:Ghanaian,Ghanaians
        GI:Gibraltar:Gibraltarian,Gibraltarians
        GL:Greenland:Greenlandic,Greenlander,Greenlanders
        GM:Gambia,The Gambia,Republic of the Gambia:Gambian,Gambians
        GN:Guinea:Guinean,Guineans
        GP:Guadeloupe:Guadeloupean
        GQ:Equatorial Guinea:Equatoguinean,Equatorial Guinean
        GR:Greece,Hellenic Republic:Greek,Greeks
        GS:South Georgia and the South Sandwich Islands,South Georgia:
        GT:Guatemala:Guatemalan,Guatemalans
        GU:Guam:Guamanian,Guamanians
        GW:Guinea-Bissau,Guinea Bissau:Bissau-Guinean
        GY:Guyana:Guyanese
        HK:Hong Kong,Hong Kong Special Administrative Region of China:Hong Konger,Hong Kongers,Hongkonger,Hongkongers
        HM:Heard Island and McDonald Islands:
        HN:Honduras:Honduran,Hondurans
        HR:Croatia:Croatian,Croatians,Croat,Croats
        HT:Haiti:Haitian,Haitians
        HU:Hungary:Hungarian,Hungarians
        ID:Indonesia:Indonesian,Indonesians
        IE:Ireland,Republic of Ireland:Irish,Irishman,Irishmen
        IL:Israel:Israeli,Israelis
        IM:Isle of Man:Manx
        IN:India:Indian,Indians
        IO:British Indian Ocean Territory,Chagos Islands:Chagossian,Chagossians
        IQ:Iraq:Iraqi,Iraqis
        IR:Iran,Islamic Republic of Iran:Iranian,Iranians
        IS:Iceland:Icelandic,Icelander,Icelanders
        IT:Italy:Italian,Italians
        JE:Jersey:
        JM:Jamaica:Jamaican,Jamaicans
        JO:Jordan:Jordanian,Jordanians
        JP:Japan:Japanese
        KE:Kenya:Kenyan,Kenyans
        KG:Kyrgyzstan,Kyrgyz Republic:Kyrgyz,Kyrgyzstani,Kyrgyzstanis,Kirgiz
        KH:Cambodia:Cambodian,Cambodians
        KI:Kiribati:I-Kiribati,Kiribatian
        KM:Comoros:Comoran,Comorian,Comorians
        KN:Saint Kitts and Nevis,St. Kitts and Nevis,Saint Kitts,St. Kitts:Kittitian,Kittitians
        KP:North Korea,N. Korea,Democratic People's Republic of Korea,DPRK:North Korean,North Koreans,N. Korean,N. Koreans
        KR:South Korea,S. Korea,Republic of Korea:South Korean,South Koreans,S. Korean,S. Koreans
        KW:Kuwait:Kuwaiti,Kuwaitis
        KY:Cayman Islands,Caymans:Caymanian,Caymanians
        KZ:Kazakhstan:Kazakh,Kazakhs,Kazakhstani
        LA:Laos,Lao People's Democratic Republic:Laotian,Laotians,Lao
        LB:Lebanon,Lebanese Republic:Lebanese
        LC:Saint Lucia,St. Lucia:Saint Lucian,St. Lucian
        LI:Liechtenstein:Liechtensteiner,Liechtensteiners
        LK:Sri Lanka:Sri Lankan,Sri Lankans
        LR:Liberia:Liberian,Liberians
        LS:Lesotho:Basotho,Mosotho,Lesothan
        LT:Lithuania:Lithuanian,Lithuanians
        LU:Luxembourg:Luxembourger,Luxembourgers,Luxembourgish
        LV:Latvia:Latvian,Latvians
        LY:Libya:Libyan,Libyans
        MA:Morocco:Moroccan,Moroccans
        MC:Monaco:Monegasque,Monégasque
        MD:Moldova:Moldovan,Moldovans
        ME:Montenegro:Montenegrin,Montenegrins
        MF:Saint Martin:
        MG:Madagascar:Malagasy
        MH:Marshall Islands:Marshallese
        MK:North Macedonia,Macedonia:Macedonian,Macedonians
        ML:Mali:Malian,Malians
        MM:Myanmar,Burma:Burmese
        MN:Mongolia:Mongolian,Mongolians
        MO:Macau,Macao,Macao Special Administrative Region of China:Macanese
        MP:Northern Mariana Islands:
        MQ:Martinique:Martinican
        MR:Mauritania:Mauritanian,Mauritanians
        MS:Montserrat:Montserratian
        MT:Malta:Maltese
        MU:Mauritius:Mauritian,Mauritians
        MV:Maldives,Maldive Islands:Maldivian,Maldivians
        MW:Malawi:Malawian,Malawians
        MX:Mexico,United Mexican States:Mexican,Mexicans
        MY:Malaysia:Malaysian,Malaysians
        MZ:Mozambique:Mozambican,Mozambicans
        NA:Namibia:Namibian,Namibians
        NC:New Caledonia:New Caledonian,New Caledonians
        NE:Niger:Nigerien,Nigeriens
        NF:Norfolk Island:
        NG:Nigeria:Nigerian,Nigerians
        NI:Nicaragua:Nicaraguan,Nicaraguans
        NL:Netherlands,The Netherlands,Holland:Dutch,Dutchman,Dutchmen,Dutchwoman
        NO:Norway:Norwegian,Norwegians
        NP:Nepal:Nepalese,Nepali,Nepalis
        NR:Nauru:Nauruan,Nauruans
        NU:Niue:Niuean
        NZ:New Zealand:New Zealander,New Zealanders,Kiwi,Kiwis
        OM:Oman:Omani,Omanis
        PA:Panama:Panamanian,Panamanians
        PE:Peru:Peruvian,Peruvians
        PF:French Polynesia,Tahiti:French Polynesian,Tahitian,Tahitians
        PG:Papua New Guinea:Papua New Guinean,Papua New Guineans
        PH:Philippines:Filipino,Filipinos,Philippine
        PK:Pakistan:Pakistani,Pakistanis
        PL:Poland:Polish,Pole,Poles
        PM:Saint Pierre and Miquelon:
        PN:Pitcairn,Pitcairn Islands:
        PR:Puerto Rico:Puerto Rican,Puerto Ricans
        PS:Palestine,Palestinian Territories,State of Palestine:Palestinian,Palestinians
        PT:Portugal:Portuguese
        PW:Palau:Palauan,Palauans
        PY:Paraguay:Paraguayan,Paraguayans
        QA:Qatar:Qatari,Qataris
        RE:Réunion:Réunionese
        RO:Romania:Romanian,Romanians
        RS:Serbia:Serbian,Serbians,Serb,Serbs
        RU:Russia,Russian Federation:Russian,Russians
        RW:Rwanda,Rwandese Republic:Rwandan,Rwandans
        SA:Saudi Arabia:Saudi,Saudis,Saudi Arabian
        SB:Solomon Islands:Solomon Islander,Solomon Islanders
        SC:Seychelles:Seychellois
        SD:Sudan:Sudanese
        SE:Sweden:Swedish,Swede,Swedes
        SG:Singapore:Singaporean,Singaporeans
        SH:Saint Helena,St. Helena,Tristan da Cunha:Saint Helenian
        SI:Slovenia:Slovenian,Slovenians,Slovene,Slovenes
        SJ:Svalbard,Svalbard and Jan Mayen:
        SK:Slovakia,Slovak Republic:Slovak,Slovaks,Slovakian
        SL:Sierra Leone:Sierra Leonean
        SM:San Marino:Sammarinese
        SN:Senegal:Senegalese
        SO:Somalia:Somali,Somalis,Somalian
        SR:Suriname,Surinam:Surinamese
        SS:South Sudan:South Sudanese
        ST:Sao Tome and Principe,Sao Tome:Santomean,Sao Tomean
        SV:El Salvador:Salvadoran,Salvadorans,Salvadorean
        SX:Sint Maarten:
        SY:Syria,Syrian Arab Republic:Syrian,Syrians
        SZ:Swaziland,Eswatini:Swazi,Swazis
        TC:Turks and Caicos Islands,Turks and Caicos:
        TD:Chad:Chadian,Chadians
        TF:French Southern Territories,French Southern and Antarctic Lands:
        TG:Togo:Togolese
        TH:Thailand:Thai,Thais
        TJ:Tajikistan:Tajik,Tajiks,Tajikistani
        TK:Tokelau:Tokelauan
        TL:East Timor,Timor-Leste,Timor Leste:East Timorese,Timorese
        TM:Turkmenistan:Turkmen,Turkmens,Turkmenistani
        TN:Tunisia:Tunisian,Tunisians
        TO:Tonga:Tongan,Tongans
        TR:Turkey,Türkiye,Turkiye:Turkish,Turk,Turks
        TT:Trinidad and Tobago,Trinidad:Trinidadian,Trinidadians,Tobagonian
        TV:Tuvalu:Tuvaluan,Tuvaluans
        TW:Taiwan,Republic of China,Chinese Taipei:Taiwanese
        TZ:Tanzania:Tanzanian,Tanzanians
        UA:Ukraine:Ukrainian,Ukrainians
        UG:Uganda:Ugandan,Ugandans
        UM:United States Minor Outlying Islands:
        US:United States,United States of America,USA,U.S.A.,U.S.,US,America:American,Americans
        UY:Uruguay:Uruguayan,Uruguayans
        UZ:Uzbekistan:Uzbek,Uzbeks,Uzbekistani
        VA:Vatican City,Holy See,Vatican,Vatican City State:
        VC:Saint Vincent and the Grenadines,St. Vincent and the Grenadines,Saint Vincent:Vincentian,Vincentians
        VE:Venezuela:Venezuelan,Venezuelans
        VG:British Virgin Islands:
        VI:U.S. Virgin Islands,US Virgin Islands,Virgin Islands,Virgin Islands of the United States:Virgin Islander,Virgin Islanders
        VN:Vietnam,Viet Nam:Vietnamese
        VU:Vanuatu:Ni-Vanuatu,Vanuatuan
        WF:Wallis and Futuna:
        WS:Samoa:Samoan,Samoans
        XK:Kosovo:Kosovar,Kosovars
        YE:Yemen:Yemeni,Yemenis
        YT:Mayotte:Mahoran
        ZA:South Africa:South African,South Africans
        ZM:Zambia:Zambian,Zambians
        ZW:Zimbabwe:Zimbabwean,Zimbabweans
        """
}
