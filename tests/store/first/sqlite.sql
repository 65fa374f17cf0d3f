-- A store as the first version made it; never to be changed.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE batch_items (
	batch_id INTEGER NOT NULL, 
	file TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	CONSTRAINT pk_batch_items PRIMARY KEY (batch_id, file, place), 
	CONSTRAINT fk_batch_items_batch_id FOREIGN KEY(batch_id) REFERENCES batches (id)
);
INSERT INTO "batch_items" VALUES(1,'one.xlsx',0,'e8a987f97b609851a77e10d6d48138ef0e518f46b9f1da1145ba183ad02f9353');
INSERT INTO "batch_items" VALUES(1,'two.xlsx',0,'c37ee9c4df69d2e96c5e9b94c75d7cabc583e7ef6dc65a6c01ca3a8d3f8b7705');
INSERT INTO "batch_items" VALUES(1,'bad.xlsx',0,'dc4a96e24228fef31e208eaf372d3796e1d54541b9ec5da8fdc79a908082da81');
INSERT INTO "batch_items" VALUES(2,'one.xlsx',0,'e8a987f97b609851a77e10d6d48138ef0e518f46b9f1da1145ba183ad02f9353');
CREATE TABLE batches (
	id INTEGER NOT NULL, 
	inbox TEXT NOT NULL, 
	outbox TEXT NOT NULL, 
	language TEXT NOT NULL, 
	edition TEXT NOT NULL, 
	asked TEXT NOT NULL, 
	started_at TEXT NOT NULL, 
	finished_at TEXT, 
	counts TEXT, 
	interrupted BOOLEAN NOT NULL, 
	CONSTRAINT pk_batches PRIMARY KEY (id)
);
INSERT INTO "batches" VALUES(1,'in','out','ja','member','{"workers": 2}','2026-11-23T01:02:03+00:00','2026-11-23T01:02:03+00:00','{"diagnosed": 2, "quarantined": 1}',0);
INSERT INTO "batches" VALUES(2,'in','out','ja','member','{"workers": 2}','2026-11-23T01:02:03+00:00',NULL,NULL,0);
CREATE TABLE chain_head (
	id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_chain_head PRIMARY KEY (id)
);
INSERT INTO "chain_head" VALUES(1,6,'a1e73071e8dc1967f50375b786b43c488515dfd288e6f423c2e78799fec02485');
CREATE TABLE diagnoses (
	"key" TEXT NOT NULL, 
	member_id TEXT NOT NULL, 
	sheet_digest TEXT NOT NULL, 
	file_digest TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	ruleset TEXT NOT NULL, 
	definitions TEXT NOT NULL, 
	engine TEXT NOT NULL, 
	diagnosed_on DATE NOT NULL, 
	overall INTEGER, 
	lower INTEGER, 
	upper INTEGER, 
	grade TEXT, 
	tier INTEGER, 
	certification INTEGER NOT NULL, 
	discount INTEGER, 
	risk_group TEXT, 
	trade TEXT, 
	employees BIGINT, 
	persons BIGINT, 
	gates TEXT NOT NULL, 
	findings TEXT NOT NULL, 
	referrals TEXT NOT NULL, 
	content BLOB NOT NULL, 
	recorded_at TEXT NOT NULL, 
	CONSTRAINT pk_diagnoses PRIMARY KEY ("key"), 
	CONSTRAINT fk_diagnoses_member_id FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT fk_diagnoses_sheet_digest FOREIGN KEY(sheet_digest) REFERENCES sheets (digest), 
	CONSTRAINT fk_diagnoses_file_digest FOREIGN KEY(file_digest) REFERENCES files (digest)
);
INSERT INTO "diagnoses" VALUES('e8a987f97b609851a77e10d6d48138ef0e518f46b9f1da1145ba183ad02f9353','M-one','9e17a1740064b46bca419f06916da2576fa030fbbb0b161afde5738acd1ccf6a','44b0c4fb73f05eafb614f6ce3c5cc3bed368282c9004332c4a41731ad8117080',0,'leak-liability@2026.1','[["leak-liability@2026.1", "6c621d1a05138a7888d37d9269a9da8e2e11e4aced2f6cfd24b05ab1b9e61bb0"]]','0.1.0','2026-11-23',7150,7000,7300,'C',20,20,40,'medium','retail',12,75000,'["no-mfa"]','["mfa-without-remote"]','["known-leak"]',X'789CAB562A4ECE2F4A4D4E2C4A51B2AAAEAD0500338E0625','2026-11-23T01:02:03+00:00');
INSERT INTO "diagnoses" VALUES('c37ee9c4df69d2e96c5e9b94c75d7cabc583e7ef6dc65a6c01ca3a8d3f8b7705','M-two','22d3fe389aa806766653b435f1cd5877f6fc91af803ae3e33399d12938dc06e7','290cc88d3863c3facd867c20b60d7cdbce9c03117278fef307caca0029c551c3',0,'leak-liability@2026.1','[["leak-liability@2026.1", "6c621d1a05138a7888d37d9269a9da8e2e11e4aced2f6cfd24b05ab1b9e61bb0"]]','0.1.0','2026-11-23',NULL,7000,7300,NULL,20,20,40,'medium','retail',12,75000,'["no-mfa"]','[]','["known-leak"]',X'789CAB562A4ECE2F4A4D4E2C4A51B2AAAEAD0500338E0625','2026-11-23T01:02:03+00:00');
CREATE TABLE events (
	seq INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	action TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	details TEXT NOT NULL, 
	previous TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (seq)
);
INSERT INTO "events" VALUES(1,'2026-11-23T01:02:03+00:00','batch','batch-began','batch-1','{}','0000000000000000000000000000000000000000000000000000000000000000','dd56ef02c29fffb6c7d84338806c46cc487044d6836f03aa210ae33e39239117');
INSERT INTO "events" VALUES(2,'2026-11-23T01:02:03+00:00','batch','diagnosed','e8a987f97b609851a77e10d6d48138ef0e518f46b9f1da1145ba183ad02f9353','{"batch":1,"discount":40,"file":"44b0c4fb73f05eafb614f6ce3c5cc3bed368282c9004332c4a41731ad8117080","place":0,"report":"5cf9a9f38be47af7123f6f8f1ef8e22682262a83991de5e932967857e322a188","ruleset":"leak-liability@2026.1","sheet":"9e17a1740064b46bca419f06916da2576fa030fbbb0b161afde5738acd1ccf6a"}','dd56ef02c29fffb6c7d84338806c46cc487044d6836f03aa210ae33e39239117','f263620a9627276d3d116d8192049318607fbdf68fc7a07099a359f2f54f24f9');
INSERT INTO "events" VALUES(3,'2026-11-23T01:02:03+00:00','batch','diagnosed','c37ee9c4df69d2e96c5e9b94c75d7cabc583e7ef6dc65a6c01ca3a8d3f8b7705','{"batch":1,"discount":40,"file":"290cc88d3863c3facd867c20b60d7cdbce9c03117278fef307caca0029c551c3","place":0,"ruleset":"leak-liability@2026.1","sheet":"22d3fe389aa806766653b435f1cd5877f6fc91af803ae3e33399d12938dc06e7"}','f263620a9627276d3d116d8192049318607fbdf68fc7a07099a359f2f54f24f9','da1cbe9fc9affbb873ca8b87e3efa98a46c8f045dc54344b157115851d0b48e2');
INSERT INTO "events" VALUES(4,'2026-11-23T01:02:03+00:00','batch','quarantined','dc4a96e24228fef31e208eaf372d3796e1d54541b9ec5da8fdc79a908082da81','{"batch":1,"codes":["sheet.value-unknown"],"file":"145fe93cf96e1b3500a53c616e9794b0a33b1f8b65e2d330a6b8a6014d0f5986","place":0}','da1cbe9fc9affbb873ca8b87e3efa98a46c8f045dc54344b157115851d0b48e2','51399ad48f59bc58d885726dd2bd3880673f048bb738796357774d22071f2e67');
INSERT INTO "events" VALUES(5,'2026-11-23T01:02:03+00:00','batch','batch-finished','batch-1','{"diagnosed":2,"quarantined":1}','51399ad48f59bc58d885726dd2bd3880673f048bb738796357774d22071f2e67','a09342ed5bdff4d21cdf6f5f1206b715849fc878a24e8c462816fe8cc44bc8ea');
INSERT INTO "events" VALUES(6,'2026-11-23T01:02:03+00:00','batch','batch-began','batch-2','{}','a09342ed5bdff4d21cdf6f5f1206b715849fc878a24e8c462816fe8cc44bc8ea','a1e73071e8dc1967f50375b786b43c488515dfd288e6f423c2e78799fec02485');
CREATE TABLE files (
	digest TEXT NOT NULL, 
	content BLOB NOT NULL, 
	name TEXT NOT NULL, 
	kept_at TEXT NOT NULL, 
	CONSTRAINT pk_files PRIMARY KEY (digest)
);
INSERT INTO "files" VALUES('44b0c4fb73f05eafb614f6ce3c5cc3bed368282c9004332c4a41731ad8117080',X'6279746573206F66206F6E65','one.xlsx','2026-11-23T01:02:03+00:00');
INSERT INTO "files" VALUES('290cc88d3863c3facd867c20b60d7cdbce9c03117278fef307caca0029c551c3',X'6279746573206F662074776F','two.xlsx','2026-11-23T01:02:03+00:00');
INSERT INTO "files" VALUES('145fe93cf96e1b3500a53c616e9794b0a33b1f8b65e2d330a6b8a6014d0f5986',X'6279746573206F6620626164','bad.xlsx','2026-11-23T01:02:03+00:00');
CREATE TABLE members (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_members PRIMARY KEY (id)
);
INSERT INTO "members" VALUES('M-one','見本商店one');
INSERT INTO "members" VALUES('M-two','見本商店two');
CREATE TABLE quarantine (
	"key" TEXT NOT NULL, 
	file_digest TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	problems TEXT NOT NULL, 
	recorded_at TEXT NOT NULL, 
	CONSTRAINT pk_quarantine PRIMARY KEY ("key"), 
	CONSTRAINT fk_quarantine_file_digest FOREIGN KEY(file_digest) REFERENCES files (digest)
);
INSERT INTO "quarantine" VALUES('dc4a96e24228fef31e208eaf372d3796e1d54541b9ec5da8fdc79a908082da81','145fe93cf96e1b3500a53c616e9794b0a33b1f8b65e2d330a6b8a6014d0f5986',0,'[{"code": "sheet.value-unknown", "ja": "選べません。", "en": "It is not a choice."}]','2026-11-23T01:02:03+00:00');
CREATE TABLE reports (
	"key" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	pages INTEGER NOT NULL, 
	language TEXT NOT NULL, 
	edition TEXT NOT NULL, 
	templates TEXT NOT NULL, 
	CONSTRAINT pk_reports PRIMARY KEY ("key"), 
	CONSTRAINT fk_reports_key FOREIGN KEY("key") REFERENCES diagnoses ("key")
);
INSERT INTO "reports" VALUES('e8a987f97b609851a77e10d6d48138ef0e518f46b9f1da1145ba183ad02f9353','reports/one.pdf','5cf9a9f38be47af7123f6f8f1ef8e22682262a83991de5e932967857e322a188',350000,12,'ja','member','9c6641c1f9cfb0c678ea58b1a913a5d0d528e98047e04827dcf28e9d6e51e8ee');
CREATE TABLE sheets (
	digest TEXT NOT NULL, 
	member_id TEXT NOT NULL, 
	answered_on DATE, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_sheets PRIMARY KEY (digest), 
	CONSTRAINT fk_sheets_member_id FOREIGN KEY(member_id) REFERENCES members (id)
);
INSERT INTO "sheets" VALUES('9e17a1740064b46bca419f06916da2576fa030fbbb0b161afde5738acd1ccf6a','M-one','2026-11-01',X'789CAB56CA4BCC4D55B252CACF4B55AA050022E9049E');
INSERT INTO "sheets" VALUES('22d3fe389aa806766653b435f1cd5877f6fc91af803ae3e33399d12938dc06e7','M-two','2026-11-01',X'789CAB56CA4BCC4D55B2522A29CF57AA0500234404B6');
CREATE INDEX ix_sheets_member_id ON sheets (member_id);
CREATE INDEX ix_diagnoses_sheet_digest ON diagnoses (sheet_digest);
CREATE INDEX ix_diagnoses_file_digest ON diagnoses (file_digest);
CREATE INDEX ix_diagnoses_member_id_diagnosed_on ON diagnoses (member_id, diagnosed_on);
CREATE INDEX ix_quarantine_file_digest ON quarantine (file_digest);
CREATE INDEX ix_batch_items_key ON batch_items ("key");
CREATE INDEX ix_events_action ON events (action);
CREATE INDEX ix_events_subject ON events (subject);
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END;
COMMIT;
