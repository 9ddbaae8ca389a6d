import Linguistics

/// Given names and their short forms, in English and as English text writes them.
enum Nicknames {
    /// Whether two given names are forms of one name.
    static func areVariants(_ left: WordHash, _ right: WordHash) -> Bool {
        left == right || !groups(of: left).isDisjoint(with: groups(of: right))
    }

    /// The groups of forms that a name belongs to; `Pat` is both Patricia and Patrick.
    static func groups(of name: WordHash) -> Set<Int> { groups[name] ?? [] }

    private static let groups: [WordHash: Set<Int>] = {
        var groups: [WordHash: Set<Int>] = [:]
        for (index, line) in table.split(separator: "\n").enumerated() {
            for name in line.split(separator: " ") {
                groups[WordHash(folding: String(name)), default: []].insert(index)
            }
        }
        return groups
    }()

    private static let table = """
        abraham abe
        abigail abby gail
        adam ad
        adelaide addie
        albert al bert bertie
        alexander alex alec sandy sasha aleksandr alexandre alejandro
        alexandra alex sandra sasha lexi
        alfred al alf fred alfie
        alice ally
        allan allen alan al
        alexis alex
        amanda mandy
        andrew andy drew andrei
        angela angie
        anne ann annie anna nan
        anthony tony antony anton antonio
        antoinette toni
        archibald archie
        arnold arnie
        arthur art artie
        augustus gus augustine
        barack barry
        barbara barb barbie babs
        bartholomew bart
        beatrice bea trixie
        benjamin ben benny benji
        bernard bernie
        bradley brad
        brendan brian bryan
        calvin cal
        cameron cam
        caroline carolyn carrie
        cassandra cassie
        catherine katherine kathryn katharine kate kathy cathy katie kitty kat kay
        charles charlie chuck chas carlos
        charlotte lottie charlie
        chester chet
        christine christina chris chrissy tina
        christopher chris kit topher
        clifford cliff
        clinton clint
        constance connie
        cornelius neil
        curtis curt
        cynthia cindy
        daniel dan danny
        danielle dani
        david dave davy
        deborah debra deb debbie
        dennis denny
        dominic dom nick
        donald don donnie
        dorothy dot dottie dolly
        douglas doug
        edgar ed eddie
        edith edie
        edmund ed eddie ned
        eduardo ed eddie
        edward ed eddie ted teddy ned
        edwin ed eddie
        eleanor ellie nell nora eleanora
        elijah eli
        elizabeth elisabeth liz lizzie beth betty betsy bess eliza libby lisa
        emily em emmy
        emmanuel manny manuel
        ernest ernie
        eugene gene
        evelyn evie
        florence flo
        frances fran franny fanny
        francis frank fran francisco
        franklin frank
        frederick frederic fred freddie freddy
        gabriel gabe
        gabrielle gabby
        geoffrey geoff jeff jeffrey jeffery
        george georgie
        gerald gerry jerry
        gerard gerry
        gilbert gil bert
        gregory greg
        gwendolyn gwen
        harold harry hal
        harriet hattie
        helen nell nellie
        henry harry hank hal
        herbert herb bert
        howard howie
        hugh hughie
        irving irv
        isaac ike
        isabella isabel bella izzy
        jacob jake
        jacqueline jackie
        james jim jimmy jamie
        janet jan
        jennifer jen jenny jenn
        jeremiah jerry
        jeremy jerry
        jerome jerry
        jessica jess jessie
        joan joanie
        joanna jo joanne
        john johnny jack jon
        jonathan jon johnny
        joseph joe joey jose
        josephine jo josie
        joshua josh
        judith judy jude
        julia julie jules
        kenneth ken kenny
        kimberly kim
        kristen kris kirsten
        laura laurie
        lawrence laurence larry lars laurie
        leonard len lenny leo
        leonardo leo
        leopold leo
        leslie les
        lewis louis lou lew louie
        lillian lily lil
        louise lou
        lucille lucy
        luke luca
        madeleine maddie madeline
        malcolm mal
        margaret maggie meg peggy peg marge margie greta rita daisy margot
        maria mary marie molly polly mamie mae
        marjorie marge margie
        mark marc marcus marco
        martha marty
        martin marty
        matilda tilda tilly
        matthew matt matty mathew matteo
        maurice moe
        maximilian max
        maxwell max
        melanie mel
        melissa mel missy
        melvin mel
        michael mike mick mickey micky mikhail miguel
        michelle shelly
        mildred millie
        milton milt
        mitchell mitch
        mohammed mohamed muhammad mohammad muhammed
        montgomery monty
        nancy nan
        natalie nat
        nathan nathaniel nat nate
        nicholas nick nicolas nicky nikolai nico
        nicole nikki
        norman norm
        oliver ollie
        oscar ozzie
        pamela pam
        patricia pat patty tricia trish
        patrick pat paddy
        paul paulie pavel
        penelope penny
        peter pete petr pyotr
        philip phillip phil pip felipe
        priscilla cilla
        prudence pru
        rachel rae
        randall randy randolph
        raymond ray
        rebecca becky becca
        reginald reg reggie
        richard rick dick rich richie ricky dickie
        robert bob bobby rob robbie bert roberto
        roderick rod rory
        rodney rod
        roger rog
        roland rolly
        ronald ron ronnie
        rosemary rosie rose
        rudolph rudy rudolf
        russell russ
        samantha sam
        samuel sam sammy
        sarah sara sally sadie
        sebastian seb
        sergei sergey serge
        sidney sid sydney
        sigmund siggy
        solomon sol
        stanley stan
        stephanie steph
        stephen steve steven stevie stefan
        stuart stu stewart
        susan sue susie suzy susanna suzanne
        sylvester sly
        sylvia syl
        tabitha tabby
        terence terry terrence
        theodore ted teddy theo
        theresa teresa tess terry tessa tessie
        thomas tom tommy
        timothy tim timmy
        tobias toby
        valerie val
        vanessa nessa
        veronica ronnie
        victor vic viktor
        victoria vicky vicki tori
        vincent vince vinny vin
        virginia ginny
        vladimir volodymyr vlad
        vladyslav vlad
        volodymyr vova
        walter walt wally
        wendell wen
        wilfred wilf fred
        wilhelmina mina billie
        william bill will billy willie liam wilhelm
        winifred win winnie freda
        winston win
        woodrow woody
        yevgeny evgeny eugene
        yuri yury iurii
        zachary zach zack zac
        """
}
