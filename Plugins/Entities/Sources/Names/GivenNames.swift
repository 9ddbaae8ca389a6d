import Linguistics

/// Given names that lists have for both genders, though news readers take nearly all their bearers for one.
enum GivenNames {
    /// The gender that a given name suggests where the list of names has it for both, or not at all.
    static func leaning(_ name: WordHash) -> Entities.Gender {
        if male.contains(name) { return .male }
        return female.contains(name) ? .female : .unknown
    }

    private static func set(_ names: String) -> Set<WordHash> {
        Set(names.split(separator: " ").map { WordHash(folding: String($0)) })
    }

    private static let male = set(
        "adrian ajay alfie ali andy augustine austin barack barry beau bennie benny bernie bert bill billy blake brett brooks "
            + "cal carmine cecil chad chris christian claude cody constantine corey cory cris dale daniel danny darryl daryl "
            + "del dell denny devin dion donnie donny drew eddie eddy francis frank franky fred freddie freddy gabriel gene "
            + "george gerry glen glenn gus hannibal heath ike ira isador isadore jaime jere jermaine jerry jesse joey jordan "
            + "jude justin karel kellen kip kirby kyle lane lanny leland lonnie lorne lou marty matty max mel merle merrill "
            + "michal michel mitt nat newt noel ollie perry phil quentin randy ray recep reggie reince rene rey ricky robbie "
            + "ronnie ronny rory sal sam sammy scotty sean shane shaun shawn sonny steny ted teddy theo tim timmy toby tommy "
            + "tony vin vinnie vinny wally willie willy")
    private static let female = set(
        "abbey abbie abby addie alexis alix allie andie andrea angie ashley billie bobbie brandy brook brooke cammy carlie "
            + "caryl cass chrissy christy clair claire clare clemmie condoleezza connie courtney dani darcy dory edie emmy erin "
            + "esme evelyn felice gail gayle georgia georgie geri gerri ginger grace gretchen haleigh haley hazel hilary "
            + "hillary holly huma ivanka jessie jo jodi jodie juanita judith judy julie kellyanne kelley kelly kelsey lauren "
            + "laurie leigh lesley leslie lindy lorrie lyn lynn maddie maddy marietta mattie megyn meredith merry meryl michele "
            + "millicent nichole nikki niki paige patrice patsy pattie patty pennie penny randi ricki ruby sandy saundra "
            + "shannon shelby shelley sibyl simone stacy sydney tabby tammie tammy terri tracey tracie tracy whitney winnie"
    )
}
