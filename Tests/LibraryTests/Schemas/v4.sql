CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    -- The report under the outbox, and what tells its file from another.
    place BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, changed INTEGER NOT NULL, inode INTEGER NOT NULL,
    path TEXT NOT NULL, sha256 TEXT NOT NULL, title TEXT, authors TEXT, publisher TEXT, publisherKey TEXT,
    url TEXT, language TEXT NOT NULL, mediaType TEXT NOT NULL, published TEXT, delivered INTEGER NOT NULL,
    time INTEGER NOT NULL, words INTEGER NOT NULL, tone REAL, toneLabel TEXT, partOf TEXT, partNumber INTEGER,
    -- What versions of one story share, and whether this one counts (Standing).
    storyKey TEXT, standing INTEGER NOT NULL, wire TEXT
);
CREATE INDEX documentByTime ON document (standing, time);
CREATE INDEX documentByPublisher ON document (publisherKey, standing, time);
CREATE INDEX documentByStory ON document (storyKey) WHERE storyKey IS NOT NULL;
CREATE TABLE unread (place BLOB PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL, inode INTEGER NOT NULL, problem TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE text (document INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE entity (
    id INTEGER PRIMARY KEY, type INTEGER NOT NULL, key TEXT NOT NULL,
    -- Of all appearances that are taken for this one, in documents that count.
    documents INTEGER NOT NULL DEFAULT 0, mentions INTEGER NOT NULL DEFAULT 0,
    quotes INTEGER NOT NULL DEFAULT 0, words INTEGER NOT NULL DEFAULT 0,
    UNIQUE (key, type)
);
CREATE INDEX entityByDocuments ON entity (type, documents);
CREATE TABLE spelling (id INTEGER PRIMARY KEY, entity INTEGER NOT NULL, text TEXT NOT NULL, documents INTEGER NOT NULL, UNIQUE (entity, text));
CREATE TABLE alias (key TEXT NOT NULL, entity INTEGER NOT NULL, documents INTEGER NOT NULL, PRIMARY KEY (key, entity)) WITHOUT ROWID;
CREATE INDEX aliasByEntity ON alias (entity);
CREATE TABLE appearance (
    document INTEGER NOT NULL, number INTEGER NOT NULL,
    -- The entity of that name, and the one that it is taken for.
    entity INTEGER NOT NULL, who INTEGER NOT NULL, spelling INTEGER NOT NULL, aliases TEXT,
    mentions INTEGER NOT NULL, isCompany INTEGER NOT NULL, pronoun INTEGER,
    quotes INTEGER NOT NULL, words INTEGER NOT NULL,
    -- The document's.
    time INTEGER NOT NULL, isHidden INTEGER NOT NULL,
    stance TEXT, stanceScore REAL, critical INTEGER, supportive INTEGER, neutral INTEGER,
    news TEXT, newsScore REAL, newsMentions INTEGER,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE TABLE loner (key TEXT NOT NULL, type INTEGER NOT NULL, document INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, type, document, number)) WITHOUT ROWID;
CREATE TABLE companion (document INTEGER NOT NULL, number INTEGER NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (document, number, entity)) WITHOUT ROWID;
CREATE INDEX companionByEntity ON companion (entity);
CREATE TABLE quote (
    document INTEGER NOT NULL, number INTEGER NOT NULL, "from" INTEGER NOT NULL, "to" INTEGER NOT NULL,
    kind TEXT NOT NULL, speaker TEXT, source INTEGER NOT NULL, pronoun INTEGER, words INTEGER NOT NULL,
    confidence REAL NOT NULL, PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE TABLE quoteSpeaker (document INTEGER NOT NULL, appearance INTEGER NOT NULL, quote INTEGER NOT NULL, PRIMARY KEY (document, appearance, quote)) WITHOUT ROWID;
CREATE TABLE quoteAbout (document INTEGER NOT NULL, appearance INTEGER NOT NULL, quote INTEGER NOT NULL, PRIMARY KEY (document, appearance, quote)) WITHOUT ROWID;
CREATE TABLE audit (month INTEGER NOT NULL, publisher TEXT NOT NULL, source INTEGER NOT NULL, pronoun INTEGER NOT NULL, quotes INTEGER NOT NULL, words INTEGER NOT NULL, PRIMARY KEY (month, publisher, source, pronoun)) WITHOUT ROWID;
CREATE INDEX documentByDelivery ON document (standing, delivered);
CREATE INDEX documentByTimeAlone ON document (time);
CREATE INDEX appearanceByWho ON appearance (who, time, isHidden, stance, news);
CREATE INDEX entityByQuotes ON entity (type, quotes);
CREATE VIRTUAL TABLE "fulltext" USING fts5(title, text, tokenize='''ascii''', content='');
INSERT INTO "grdb_migrations" VALUES ('v1');
INSERT INTO "grdb_migrations" VALUES ('v2');
INSERT INTO "grdb_migrations" VALUES ('v3');
INSERT INTO "grdb_migrations" VALUES ('v4');
INSERT INTO "document" VALUES (1, X'612e7478742e6a736f6e', 1705, 1796018014515624334, 16483474, 'a.txt', 'abababababababababababababababababababababababababababababababab', 'Harbour shut', 'Ann Lee', 'Grid', 'grid', NULL, 'en', 'text/plain', '2026-01-10T12:00:00Z', 1796018014, 1768046400, 9, 0.1, 'neutral', NULL, NULL, NULL, 0, NULL);
INSERT INTO "document" VALUES (2, X'622e7478742e6a736f6e', 1749, 1796018014515708019, 16483490, 'b.txt', 'abababababababababababababababababababababababababababababababab', NULL, 'Ann Lee', 'Grid', 'grid', NULL, 'en', 'text/plain', '2026-01-11', 1796018014, 1768089600, 9, 0.1, 'neutral', NULL, NULL, 'urn:story:1', 2, '{"id":"urn:story:1","signals":[],"source":"Agency","status":"canceled","version":"2"}');
INSERT INTO "unread" VALUES (X'632e6a736f6e', 1, 1796018014515750482, 16483506, '''c.json'' is no whole JSON: The given data was not valid JSON.');
INSERT INTO "text" VALUES (1, X'28b52ffd2437b901004d617261204c696e647176697374206f66204e6f7274686c696e65207361696420e2809c6e6fe2809d20746f204c696e6471766973742e129fa4be');
INSERT INTO "text" VALUES (2, X'28b52ffd242b5901004c696e647176697374206f66204e6f7274686c696e652077616974656420666f72205761c582c49973612eacde5b1e');
INSERT INTO "entity" VALUES (1, 0, 'mara lindqvist', 1, 2, 1, 1);
INSERT INTO "entity" VALUES (2, 1, 'northline', 1, 1, 0, 0);
INSERT INTO "entity" VALUES (3, 0, 'lindqvist', 0, 0, 0, 0);
INSERT INTO "entity" VALUES (4, 0, 'walesa', 0, 0, 0, 0);
INSERT INTO "spelling" VALUES (1, 1, 'Mara Lindqvist', 1);
INSERT INTO "spelling" VALUES (2, 2, 'Northline', 2);
INSERT INTO "spelling" VALUES (3, 3, 'Lindqvist', 1);
INSERT INTO "spelling" VALUES (4, 4, 'Wałęsa', 1);
INSERT INTO "alias" VALUES ('lindqvist', 1, 1);
INSERT INTO "appearance" VALUES (1, 0, 1, 1, 1, 'Lindqvist', 2, 1, 1, 1, 1, 1768046400, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "appearance" VALUES (1, 1, 2, 2, 2, NULL, 1, 1, NULL, 0, 0, 1768046400, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "appearance" VALUES (2, 0, 3, 1, 3, NULL, 1, 0, NULL, 0, 0, 1768089600, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "appearance" VALUES (2, 1, 2, 2, 2, NULL, 1, 1, NULL, 0, 0, 1768089600, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "appearance" VALUES (2, 2, 4, 4, 4, NULL, 1, 0, NULL, 0, 0, 1768089600, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "loner" VALUES ('lindqvist', 0, 2, 0);
INSERT INTO "loner" VALUES ('walesa', 0, 2, 2);
INSERT INTO "companion" VALUES (2, 0, 1);
INSERT INTO "quote" VALUES (1, 0, 34, 36, 'direct', NULL, 0, 1, 1, 0.9);
INSERT INTO "quoteSpeaker" VALUES (1, 0, 0);
INSERT INTO "audit" VALUES (24312, 'Grid', 0, 1, 1, 1);
INSERT INTO fulltext (fulltext, rank) VALUES ('hashsize', 33554432);
INSERT INTO fulltext (rowid, title, text) VALUES (1, 'harbour shut', 'mara lindqvist of northline said no to lindqvist');
INSERT INTO fulltext (rowid, title, text) VALUES (2, NULL, 'lindqvist of northline waited for walesa');
