// Library is the memory of an outbox: what all its reports say, in one SQLite database, to be asked.
//
//     Intake/   a report as the library keeps it, made of a `StoredReport`; how names and words are folded
//     Store/    the database: its schema, what one report adds and takes away, who is one person across documents
//     Follow/   the process that keeps the database in line with the outbox, and rebuilds it
//     Ask/      `LibraryReader`: one typed answer for each question, beside a running process or without one
//     Alerts/   standing queries, matched against each new report
//
// The outbox is the truth and the database is made of it: it may lag, be deleted, or be damaged, and comes out the same
// when it is built again (`LibraryReader.dump`). So everything that is stored must depend on the set of reports alone, not
// on the order in which they came.
//
// What it reports: `LibraryError` where there is no library, or none that can be used. A report that cannot be read is
// kept as such, with the reason. A damaged database is set aside and built anew by the process that follows the outbox.
