import Linguistics

/// Countries by their names and demonyms in English.
package enum Countries {
    /// The ISO 3166-1 alpha-2 code of a country's name or demonym, in any case; `nil` for any other name.
    package static func code(_ name: String) -> String? { codes[WordHash(folding: name)] }

    /// Whether a name is a country's name rather than its demonym.
    package static func isCountry(_ name: String) -> Bool { names.contains(WordHash(folding: name)) }

    /// Whether a word is a country's name or demonym.
    static func isNameOrDemonym(_ word: WordHash) -> Bool { codes[word] != nil }

    /// Every name and whether it is a demonym, for the gazetteer.
    package static let all: [(name: String, isDemonym: Bool)] = parsed.map { ($0.name, $0.isDemonym) }

    private static let codes = Dictionary(
        parsed.map { (WordHash(folding: $0.name), $0.code) }, uniquingKeysWith: { first, _ in first })
    private static let names = Set(parsed.filter { !$0.isDemonym }.map { WordHash(folding: $0.name) })

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
        AL:Albania:Albanian,Albanians
        AM:Armenia:Armenian,Armenians
        AO:Angola:Angolan,Angolans
        AR:Argentina:Argentine,Argentines,Argentinian,Argentinians,Argentinean
        AT:Austria:Austrian,Austrians
        AU:Australia:Australian,Australians,Aussie,Aussies
        AZ:Azerbaijan:Azerbaijani,Azerbaijanis,Azeri,Azeris
        BA:Bosnia and Herzegovina,Bosnia-Herzegovina,Bosnia:Bosnian,Bosnians
        BB:Barbados:Barbadian,Barbadians
        BD:Bangladesh:Bangladeshi,Bangladeshis
        BE:Belgium:Belgian,Belgians
        BF:Burkina Faso:Burkinabe
        BG:Bulgaria:Bulgarian,Bulgarians
        BH:Bahrain:Bahraini,Bahrainis
        BI:Burundi:Burundian,Burundians
        BJ:Benin:Beninese
        BN:Brunei:Bruneian
        BO:Bolivia:Bolivian,Bolivians
        BR:Brazil:Brazilian,Brazilians
        BS:Bahamas:Bahamian,Bahamians
        BT:Bhutan:Bhutanese
        BW:Botswana:
        BY:Belarus:Belarusian,Belarusians,Belarussian
        BZ:Belize:Belizean
        CA:Canada:Canadian,Canadians
        CD:Democratic Republic of Congo,Democratic Republic of the Congo,DR Congo,DRC,Zaire,Congo:Congolese,Zairean
        CF:Central African Republic:
        CG:Republic of Congo,Republic of the Congo,Congo-Brazzaville:
        CH:Switzerland:Swiss
        CI:Ivory Coast,Cote d'Ivoire,Côte d'Ivoire:Ivorian,Ivorians
        CL:Chile:Chilean,Chileans
        CM:Cameroon:Cameroonian,Cameroonians
        CN:China,People's Republic of China,PRC:Chinese
        CO:Colombia:Colombian,Colombians
        CR:Costa Rica:Costa Rican,Costa Ricans
        CU:Cuba:Cuban,Cubans
        CV:Cape Verde:Cape Verdean
        CY:Cyprus:Cypriot,Cypriots
        CZ:Czech Republic,Czechia:Czech,Czechs
        DE:Germany,Federal Republic of Germany:German,Germans
        DJ:Djibouti:Djiboutian
        DK:Denmark:Danish,Dane,Danes
        DM:Dominica:
        DO:Dominican Republic:Dominican,Dominicans
        DZ:Algeria:Algerian,Algerians
        EC:Ecuador:Ecuadorian,Ecuadorians,Ecuadorean
        EE:Estonia:Estonian,Estonians
        EG:Egypt:Egyptian,Egyptians
        ER:Eritrea:Eritrean,Eritreans
        ES:Spain:Spanish,Spaniard,Spaniards
        ET:Ethiopia:Ethiopian,Ethiopians
        FI:Finland:Finnish,Finn,Finns
        FJ:Fiji:Fijian,Fijians
        FR:France:French,Frenchman,Frenchmen,Frenchwoman
        GA:Gabon:Gabonese
        GB:United Kingdom,Great Britain,Britain,UK,U.K.:British,Briton,Britons
        GD:Grenada:Grenadian
        GE:Georgia:Georgian,Georgians
        GH:Ghana:Ghanaian,Ghanaians
        GL:Greenland:Greenlandic,Greenlander,Greenlanders
        GM:Gambia,The Gambia:Gambian,Gambians
        GN:Guinea:Guinean,Guineans
        GQ:Equatorial Guinea:
        GR:Greece:Greek,Greeks
        GT:Guatemala:Guatemalan,Guatemalans
        GW:Guinea-Bissau,Guinea Bissau:
        GY:Guyana:Guyanese
        HK:Hong Kong:
        HN:Honduras:Honduran,Hondurans
        HR:Croatia:Croatian,Croatians,Croat,Croats
        HT:Haiti:Haitian,Haitians
        HU:Hungary:Hungarian,Hungarians
        ID:Indonesia:Indonesian,Indonesians
        IE:Ireland,Republic of Ireland:Irish,Irishman,Irishmen
        IL:Israel:Israeli,Israelis
        IN:India:Indian,Indians
        IQ:Iraq:Iraqi,Iraqis
        IR:Iran,Islamic Republic of Iran:Iranian,Iranians
        IS:Iceland:Icelandic,Icelander,Icelanders
        IT:Italy:Italian,Italians
        JM:Jamaica:Jamaican,Jamaicans
        JO:Jordan:Jordanian,Jordanians
        JP:Japan:Japanese
        KE:Kenya:Kenyan,Kenyans
        KG:Kyrgyzstan:Kyrgyz
        KH:Cambodia:Cambodian,Cambodians
        KI:Kiribati:
        KM:Comoros:Comoran
        KP:North Korea,N. Korea,Democratic People's Republic of Korea,DPRK:North Korean,North Koreans
        KR:South Korea,S. Korea,Republic of Korea:South Korean,South Koreans
        KW:Kuwait:Kuwaiti,Kuwaitis
        KZ:Kazakhstan:Kazakh,Kazakhs,Kazakhstani
        LA:Laos:Laotian,Laotians,Lao
        LB:Lebanon:Lebanese
        LC:Saint Lucia,St. Lucia:
        LI:Liechtenstein:
        LK:Sri Lanka:Sri Lankan,Sri Lankans
        LR:Liberia:Liberian,Liberians
        LS:Lesotho:
        LT:Lithuania:Lithuanian,Lithuanians
        LU:Luxembourg:
        LV:Latvia:Latvian,Latvians
        LY:Libya:Libyan,Libyans
        MA:Morocco:Moroccan,Moroccans
        MC:Monaco:Monegasque
        MD:Moldova:Moldovan,Moldovans
        ME:Montenegro:Montenegrin,Montenegrins
        MG:Madagascar:Malagasy
        MH:Marshall Islands:
        MK:North Macedonia,Macedonia:Macedonian,Macedonians
        ML:Mali:Malian,Malians
        MM:Myanmar,Burma:Burmese
        MN:Mongolia:Mongolian,Mongolians
        MR:Mauritania:Mauritanian,Mauritanians
        MT:Malta:Maltese
        MU:Mauritius:Mauritian
        MV:Maldives:Maldivian,Maldivians
        MW:Malawi:Malawian,Malawians
        MX:Mexico:Mexican,Mexicans
        MY:Malaysia:Malaysian,Malaysians
        MZ:Mozambique:Mozambican,Mozambicans
        NA:Namibia:Namibian,Namibians
        NE:Niger:Nigerien
        NG:Nigeria:Nigerian,Nigerians
        NI:Nicaragua:Nicaraguan,Nicaraguans
        NL:Netherlands,The Netherlands,Holland:Dutch,Dutchman,Dutchmen
        NO:Norway:Norwegian,Norwegians
        NP:Nepal:Nepalese,Nepali,Nepalis
        NR:Nauru:Nauruan
        NZ:New Zealand:New Zealander,New Zealanders,Kiwi,Kiwis
        OM:Oman:Omani,Omanis
        PA:Panama:Panamanian,Panamanians
        PE:Peru:Peruvian,Peruvians
        PG:Papua New Guinea:
        PH:Philippines:Filipino,Filipinos,Philippine
        PK:Pakistan:Pakistani,Pakistanis
        PL:Poland:Polish,Pole,Poles
        PR:Puerto Rico:Puerto Rican,Puerto Ricans
        PS:Palestine,Palestinian Territories:Palestinian,Palestinians
        PT:Portugal:Portuguese
        PY:Paraguay:Paraguayan,Paraguayans
        QA:Qatar:Qatari,Qataris
        RO:Romania:Romanian,Romanians
        RS:Serbia:Serbian,Serbians,Serb,Serbs
        RU:Russia,Russian Federation:Russian,Russians
        RW:Rwanda:Rwandan,Rwandans
        SA:Saudi Arabia:Saudi,Saudis,Saudi Arabian
        SB:Solomon Islands:
        SC:Seychelles:
        SD:Sudan:Sudanese
        SE:Sweden:Swedish,Swede,Swedes
        SG:Singapore:Singaporean,Singaporeans
        SI:Slovenia:Slovenian,Slovenians,Slovene,Slovenes
        SK:Slovakia:Slovak,Slovaks,Slovakian
        SL:Sierra Leone:Sierra Leonean
        SM:San Marino:
        SN:Senegal:Senegalese
        SO:Somalia:Somali,Somalis,Somalian
        SR:Suriname,Surinam:Surinamese
        SS:South Sudan:South Sudanese
        SV:El Salvador:Salvadoran,Salvadorans,Salvadorean
        SY:Syria:Syrian,Syrians
        SZ:Swaziland,Eswatini:Swazi
        TD:Chad:Chadian,Chadians
        TG:Togo:Togolese
        TH:Thailand:Thai,Thais
        TJ:Tajikistan:Tajik,Tajiks
        TL:East Timor,Timor-Leste,Timor Leste:East Timorese,Timorese
        TM:Turkmenistan:Turkmen
        TN:Tunisia:Tunisian,Tunisians
        TO:Tonga:Tongan,Tongans
        TR:Turkey,Türkiye,Turkiye:Turkish,Turk,Turks
        TT:Trinidad and Tobago,Trinidad:Trinidadian
        TV:Tuvalu:
        TW:Taiwan:Taiwanese
        TZ:Tanzania:Tanzanian,Tanzanians
        UA:Ukraine:Ukrainian,Ukrainians
        UG:Uganda:Ugandan,Ugandans
        US:United States,United States of America,USA,U.S.A.,U.S.,US,America:American,Americans
        UY:Uruguay:Uruguayan,Uruguayans
        UZ:Uzbekistan:Uzbek,Uzbeks
        VA:Vatican City,Holy See:
        VC:Saint Vincent and the Grenadines:
        VE:Venezuela:Venezuelan,Venezuelans
        VN:Vietnam,Viet Nam:Vietnamese
        VU:Vanuatu:
        WS:Samoa:Samoan,Samoans
        XK:Kosovo:Kosovar,Kosovars
        YE:Yemen:Yemeni,Yemenis
        ZA:South Africa:South African,South Africans
        ZM:Zambia:Zambian,Zambians
        ZW:Zimbabwe:Zimbabwean,Zimbabweans
        """
}
