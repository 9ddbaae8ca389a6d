import TestSupport
import Testing

@testable import LanguageIdentification

@Suite struct LanguageIdentifierTests {
    private func language(_ text: String) -> String { LanguageIdentifier.language(of: Array(text.utf8).span) }

    @Test(arguments: [
        "A new watch helps nurses. It went on sale on Monday in all of Europe.", "The firm said demand was strong.",
        "Kestrel Foods opened a plant on Monday.", "In a statement, the company said no one was hurt.",
        "President Emmanuel Macron met Giorgia Meloni and Pedro Sánchez in Paris on Tuesday.",
        "Bayern München beat Borussia Dortmund in the final in Berlin, and Thomas Müller scored twice.",
        "Nguyễn Phú Trọng and Xi Jinping signed the agreement in Hà Nội on Monday.",
        "FLOOD WARNING ISSUED FOR THE WHOLE OF THE RIVER VALLEY", "Police Arrest Two Men After Robbery at Local Bank",
        "#Breaking: the #mayor of Łódź says she will not resign https://example.org/de/artikel @redaktion",
        "“We are tired,” she said. “We want to go home.”", "Shares fell 3 % in late trading in New York.",
    ])
    func englishIsEnglishWhateverTheNamesInIt(_ text: String) {
        #expect(language(text) == "en")
    }

    /// Taken for another's, a text loses its findings: names and a few quoted words are not enough.
    @Test(arguments: [
        "Prime Minister Nguyễn Xuân Phúc met Phạm Bình Minh and Trần Đại Quang in Hà Nội on Monday.",
        "Mayor Łukasz Wójcik of Łódź met Premier Zdeněk Nováček.",
        "Recep Tayyip Erdoğan met Kemal Kılıçdaroğlu in Eskişehir.",
        "Sean Ó Murchú and Máire Ní Bhriain won. They beat Ó Sé.",
        "Þórður Guðmundsson and Björk Guðmundsdóttir of Reykjavík won.",
        "Tun Dr Mahathir Mohamad met Datuk Seri Najib Razak in Putrajaya on Monday.",
        "Los Angeles, San Diego, San Jose, San Francisco, Sacramento.",
        "Real Sociedad 2, Athletic Bilbao 1. Celta de Vigo 0, Atlético Madrid 3.",
        "Die Zeit, Die Welt and Der Spiegel ran it.", "“Wir schaffen das,” Chancellor Angela Merkel said in Berlin.",
        "“Liberté, égalité, fraternité,” Emmanuel Macron said in Paris on Monday.",
    ])
    func namesAndQuotedWordsMakeNoOtherLanguage(_ text: String) {
        #expect(["en", "und"].contains(language(text)), "\(language(text))")
    }

    @Test(arguments: [
        ("af", "Die minister het gesê dat hy nog nie die verslag gelees het nie en dat hy môre sal terugkeer."),
        ("ar", "قال الوزير يوم الاثنين إنه لم يقرأ التقرير بعد وإنه سيعود غدا إلى المدينة."),
        ("az", "Nazir bazar ertəsi dedi ki, hesabatı hələ oxumayıb və sabah şəhərə qayıdacaq."),
        ("be", "Міністр сказаў у панядзелак, што яшчэ не прачытаў справаздачу і заўтра вернецца ў горад."),
        ("bg", "Министърът каза в понеделник, че още не е прочел доклада и че утре ще се върне в града."),
        ("bn", "মন্ত্রী সোমবার বলেছেন যে তিনি এখনও প্রতিবেদনটি পড়েননি।"),
        ("ca", "El ministre va dir dilluns que encara no havia llegit l'informe i que demà tornaria a la ciutat."),
        ("cs", "Ministr v pondělí řekl, že zprávu ještě nečetl a že se zítra vrátí do města."),
        ("da", "Ministeren sagde mandag, at han endnu ikke havde læst rapporten, og at han kommer tilbage i morgen."),
        ("de", "Der Minister sagte am Montag, er habe den Bericht noch nicht gelesen und komme morgen zurück."),
        ("el", "Ο υπουργός είπε τη Δευτέρα ότι δεν έχει διαβάσει ακόμη την έκθεση."),
        ("eo", "La ministro diris lunde, ke li ankoraŭ ne legis la raporton kaj ke li morgaŭ revenos al la urbo."),
        ("es", "El ministro dijo el lunes que todavía no había leído el informe y que mañana volvería a la ciudad."),
        ("et", "Minister ütles esmaspäeval, et ta ei ole aruannet veel lugenud ja tuleb homme linna tagasi."),
        ("eu", "Ministroak astelehenean esan zuen oraindik ez duela txostena irakurri eta bihar itzuliko dela hirira."),
        ("fa", "وزیر روز دوشنبه گفت که هنوز گزارش را نخوانده است و فردا به شهر باز می‌گردد."),
        ("fi", "Ministeri sanoi maanantaina, ettei hän ole vielä lukenut raporttia ja että hän palaa huomenna."),
        ("fr", "Le ministre a dit lundi qu'il n'avait pas encore lu le rapport et qu'il reviendrait demain."),
        ("ga", "Dúirt an tAire Dé Luain nár léigh sé an tuarascáil fós agus go mbeidh sé ar ais amárach."),
        ("he", "השר אמר ביום שני כי עדיין לא קרא את הדו״ח וכי יחזור מחר לעיר."),
        ("hi", "मंत्री ने सोमवार को कहा कि उन्होंने अभी तक रिपोर्ट नहीं पढ़ी है और वे कल शहर लौटेंगे।"),
        ("hu", "A miniszter hétfőn azt mondta, hogy még nem olvasta el a jelentést, és holnap visszatér a városba."),
        ("hy", "Նախարարը երկուշաբթի օրն ասաց, որ դեռ չի կարդացել զեկույցը։"),
        ("id", "Menteri mengatakan pada hari Senin bahwa dia belum membaca laporan itu dan akan kembali besok."),
        ("is", "Ráðherrann sagði á mánudag að hann hefði ekki enn lesið skýrsluna og kæmi aftur á morgun."),
        ("it", "Il ministro ha detto lunedì di non aver ancora letto il rapporto e che domani tornerà in città."),
        ("ja", "大臣は報告書を見ていないと述べた。"), ("ka", "მინისტრმა ორშაბათს თქვა, რომ ანგარიში ჯერ არ წაუკითხავს."),
        ("kk", "Министр дүйсенбі күні есепті әлі оқымағанын және ертең қалаға оралатынын айтты."),
        ("km", "រដ្ឋមន្ត្រីបាននិយាយថាលោកមិនទាន់បានអានរបាយការណ៍នៅឡើយទេ។"), ("ko", "장관은 월요일에 아직 보고서를 읽지 않았다고 말했다."),
        ("lt", "Ministras pirmadienį sakė, kad dar neskaitė pranešimo ir kad rytoj grįš į miestą."),
        ("lv", "Ministrs pirmdien sacīja, ka vēl nav lasījis ziņojumu un ka rīt atgriezīsies pilsētā."),
        ("mk", "Министерот во понеделникот рече дека сè уште не го прочитал извештајот и дека утре ќе се врати."),
        ("mn", "Сайд даваа гарагт тайланг хараахан уншаагүй байгаа бөгөөд маргааш хотод буцаж ирнэ гэж хэлэв."),
        ("mr", "मंत्र्यांनी सोमवारी सांगितले की त्यांनी अद्याप अहवाल वाचलेला नाही आणि ते उद्या शहरात परततील."),
        ("nb", "Ministeren sa mandag at han ennå ikke hadde lest rapporten, og at han kommer tilbake i morgen."),
        ("nl", "De minister zei maandag dat hij het rapport nog niet had gelezen en dat hij morgen terugkomt."),
        ("pa", "ਮੰਤਰੀ ਨੇ ਸੋਮਵਾਰ ਨੂੰ ਕਿਹਾ ਕਿ ਉਸਨੇ ਅਜੇ ਰਿਪੋਰਟ ਨਹੀਂ ਪੜ੍ਹੀ।"),
        ("pl", "Minister powiedział w poniedziałek, że nie czytał jeszcze raportu i że jutro wróci do miasta."),
        ("pt", "O ministro disse na segunda-feira que ainda não tinha lido o relatório e que amanhã voltará."),
        ("ro", "Ministrul a spus luni că nu a citit încă raportul și că se va întoarce mâine în oraș."),
        ("ru", "Министр сказал в понедельник, что ещё не читал доклад и завтра вернётся в город."),
        ("sk", "Minister v pondelok povedal, že správu ešte nečítal a že sa zajtra vráti do mesta."),
        ("sl", "Minister je v ponedeljek dejal, da poročila še ni prebral in da se bo jutri vrnil v mesto."),
        ("so", "Wasiirku wuxuu Isniintii sheegay inuusan weli akhrin warbixinta oo uu berri ku soo noqon doono."),
        ("sq", "Ministri tha të hënën se nuk e kishte lexuar ende raportin dhe se do të kthehej nesër në qytet."),
        ("sr", "Министар је у понедељак рекао да још није прочитао извештај и да ће се сутра вратити у град."),
        ("sv", "Ministern sade på måndagen att han ännu inte hade läst rapporten och att han kommer i morgon."),
        ("sw", "Waziri alisema Jumatatu kwamba bado hajasoma ripoti hiyo na kwamba atarudi mjini kesho."),
        ("ta", "அமைச்சர் திங்களன்று தான் இன்னும் அறிக்கையைப் படிக்கவில்லை என்று கூறினார்."),
        ("th", "รัฐมนตรีกล่าวเมื่อวันจันทร์ว่าเขายังไม่ได้อ่านรายงาน"),
        ("tl", "Sinabi ng ministro noong Lunes na hindi pa niya nababasa ang ulat at babalik siya bukas sa lungsod."),
        ("tr", "Bakan pazartesi günü raporu henüz okumadığını ve yarın şehre döneceğini söyledi."),
        ("uk", "Міністр сказав у понеділок, що ще не читав звіт і завтра повернеться до міста."),
        ("ur", "وزیر نے پیر کو کہا کہ انہوں نے ابھی تک رپورٹ نہیں پڑھی ہے اور وہ کل شہر واپس آئیں گے۔"),
        ("vi", "Bộ trưởng nói hôm thứ Hai rằng ông vẫn chưa đọc báo cáo và ngày mai sẽ trở lại thành phố."),
        ("yi", "דער מיניסטער האָט מאָנטיק געזאָגט אַז ער האָט נאָך נישט געלייענט דעם באַריכט און װעט מאָרגן צוריקקומען."),
        ("zh", "部长星期一说，他还没有看过这份报告。"),
        ("zu", "Ungqongqoshe uthe ngoMsombuluko akakawufundi umbiko futhi uzobuya kusasa edolobheni."),
    ])
    func aSentenceIsInItsLanguage(_ tag: String, _ text: String) {
        #expect(language(text) == tag)
    }

    @Test(arguments: [
        "", " ", "12 34 56", "!!!", "OK", "Berlin", "Angela Merkel", "São Paulo", "0–1 (0–0)",
        "https://example.org/de/und",
        "@jemand", "x", "é", "Я", "א", "👍👍👍", "\u{0}\u{1}",
    ])
    func whatIsTooShortToTellIsNotTold(_ text: String) {
        #expect(language(text) == "und")
    }

    /// A word said again tells no more of a text's language than said once.
    @Test(arguments: ["Ann, Bob, ", "Ann ", "goal ", "Nein ", "Yes. No. ", "Ha ha, Maria! "])
    func fewWordsSaidOftenAreTooFewToTell(_ words: String) {
        #expect(["und", "en"].contains(language(String(repeating: words, count: 2_000))))
    }

    @Test func partsInTwoLanguagesAreSeveral() {
        let english = "The minister said on Monday that he had not yet read the report and would return tomorrow. "
        let german = "Der Minister sagte am Montag, er habe den Bericht noch nicht gelesen und komme morgen zurück. "
        let (left, right) = (String(repeating: english, count: 20), String(repeating: german, count: 20))
        #expect(language(left + right) == "mul-x-de-en")
        #expect(language(left + left + left + german) == "en")
        #expect(language(right) == "de")
        let french = "Le ministre a dit lundi qu'il n'avait pas encore lu le rapport et qu'il reviendrait demain. "
        #expect(language(right + String(repeating: french, count: 20)) == "mul-x-de-fr")
    }

    /// Whatever stands at its edges, a part is read by whole scalars.
    @Test func everyLengthOfATextIsRead() {
        let text = String(repeating: "né漢😀ש ", count: 600)
        let bytes = Array(text.utf8)
        for length in stride(from: 0, to: bytes.count, by: 7)
        where String(validating: bytes.prefix(length), as: UTF8.self) != nil {
            _ = LanguageIdentifier.language(of: Array(bytes.prefix(length)).span)
        }
        for text in [
            String(repeating: "a", count: 50_000), String(repeating: "#", count: 50_000), "@", "h", "www", "#a",
        ] {
            #expect(language(text) == "und")
        }
    }

    @Test func aLongTextTakesNoLongerThanAShortOne() {
        let sentence = "The minister said on Monday that he had not yet read the report. "
        let (short, long) = (String(repeating: sentence, count: 100), String(repeating: sentence, count: 50_000))
        let (left, right) = (Array(short.utf8), Array(long.utf8))
        // The long text has 500 times the bytes.
        func time(_ bytes: [UInt8]) -> Duration {
            (0..<5).map { _ in processorTime { _ = LanguageIdentifier.language(of: bytes.span) } }.min() ?? .zero
        }
        _ = time(left)
        #expect(time(right) < time(left) * 50)
    }

    @Test func sixtyLanguagesAndMoreAreKnown() {
        let known = LanguageIdentifier.languages
        #expect(Set(known).count == known.count)
        #expect(known.count >= 80)
    }

    @Test(arguments: [
        ("İ", "i"), ("Ž", "ž"), ("ž", "ž"), ("Ÿ", "ÿ"), ("Ș", "ș"), ("Ơ", "ơ"), ("Ư", "ư"), ("Ệ", "ệ"), ("Ї", "ї"),
        ("Ж", "ж"), ("Ғ", "ғ"), ("Ӏ", "ӏ"), ("Ə", "ə"), ("Ł", "ł"), ("Đ", "đ"), ("×", "×"),
    ])
    func capitalsBecomeSmall(_ capital: String, _ small: String) {
        let scalars = capital.unicodeScalars.map { Script.lowercased($0.value) }
        #expect(scalars == small.unicodeScalars.map(\.value))
    }
}
