-- A store as the first version made it; never to be changed.
SELECT pg_catalog.set_config('search_path', '', false);
CREATE FUNCTION public.events_stay() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the log is only ever added to'; END $$;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.batch_items (
    batch_id integer NOT NULL,
    file text NOT NULL,
    place integer NOT NULL,
    key text NOT NULL
);
CREATE TABLE public.batches (
    id integer NOT NULL,
    inbox text NOT NULL,
    outbox text NOT NULL,
    language text NOT NULL,
    edition text NOT NULL,
    asked text NOT NULL,
    started_at text NOT NULL,
    finished_at text,
    counts text,
    interrupted boolean NOT NULL
);
CREATE SEQUENCE public.batches_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.batches_id_seq OWNED BY public.batches.id;
CREATE TABLE public.chain_head (
    id integer NOT NULL,
    seq bigint NOT NULL,
    hash text NOT NULL
);
CREATE TABLE public.diagnoses (
    key text NOT NULL,
    member_id text NOT NULL,
    sheet_digest text NOT NULL,
    file_digest text NOT NULL,
    place integer NOT NULL,
    ruleset text NOT NULL,
    definitions text NOT NULL,
    engine text NOT NULL,
    diagnosed_on date NOT NULL,
    overall integer,
    lower integer,
    upper integer,
    grade text,
    tier integer,
    certification integer NOT NULL,
    discount integer,
    risk_group text,
    trade text,
    employees bigint,
    persons bigint,
    gates text NOT NULL,
    findings text NOT NULL,
    referrals text NOT NULL,
    content bytea NOT NULL,
    recorded_at text NOT NULL
);
CREATE TABLE public.events (
    seq bigint NOT NULL,
    at text NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    details text NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL
);
CREATE TABLE public.files (
    digest text NOT NULL,
    content bytea NOT NULL,
    name text NOT NULL,
    kept_at text NOT NULL
);
CREATE TABLE public.members (
    id text NOT NULL,
    name text NOT NULL
);
CREATE TABLE public.quarantine (
    key text NOT NULL,
    file_digest text NOT NULL,
    place integer NOT NULL,
    problems text NOT NULL,
    recorded_at text NOT NULL
);
CREATE TABLE public.reports (
    key text NOT NULL,
    name text NOT NULL,
    digest text NOT NULL,
    size integer NOT NULL,
    pages integer NOT NULL,
    language text NOT NULL,
    edition text NOT NULL,
    templates text NOT NULL
);
CREATE TABLE public.sheets (
    digest text NOT NULL,
    member_id text NOT NULL,
    answered_on date,
    content bytea NOT NULL
);
ALTER TABLE ONLY public.batches ALTER COLUMN id SET DEFAULT nextval('public.batches_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0001');
INSERT INTO public.batch_items VALUES (1, 'one.xlsx', 0, 'e8a987f97b609851a77e10d6d48138ef0e518f46b9f1da1145ba183ad02f9353');
INSERT INTO public.batch_items VALUES (1, 'two.xlsx', 0, 'c37ee9c4df69d2e96c5e9b94c75d7cabc583e7ef6dc65a6c01ca3a8d3f8b7705');
INSERT INTO public.batch_items VALUES (1, 'bad.xlsx', 0, 'dc4a96e24228fef31e208eaf372d3796e1d54541b9ec5da8fdc79a908082da81');
INSERT INTO public.batch_items VALUES (2, 'one.xlsx', 0, 'e8a987f97b609851a77e10d6d48138ef0e518f46b9f1da1145ba183ad02f9353');
INSERT INTO public.batches VALUES (1, 'in', 'out', 'ja', 'member', '{"workers": 2}', '2026-11-23T01:02:03+00:00', '2026-11-23T01:02:03+00:00', '{"diagnosed": 2, "quarantined": 1}', false);
INSERT INTO public.batches VALUES (2, 'in', 'out', 'ja', 'member', '{"workers": 2}', '2026-11-23T01:02:03+00:00', NULL, NULL, false);
INSERT INTO public.chain_head VALUES (1, 6, 'a1e73071e8dc1967f50375b786b43c488515dfd288e6f423c2e78799fec02485');
INSERT INTO public.diagnoses VALUES ('e8a987f97b609851a77e10d6d48138ef0e518f46b9f1da1145ba183ad02f9353', 'M-one', '9e17a1740064b46bca419f06916da2576fa030fbbb0b161afde5738acd1ccf6a', '44b0c4fb73f05eafb614f6ce3c5cc3bed368282c9004332c4a41731ad8117080', 0, 'leak-liability@2026.1', '[["leak-liability@2026.1", "6c621d1a05138a7888d37d9269a9da8e2e11e4aced2f6cfd24b05ab1b9e61bb0"]]', '0.1.0', '2026-11-23', 7150, 7000, 7300, 'C', 20, 20, 40, 'medium', 'retail', 12, 75000, '["no-mfa"]', '["mfa-without-remote"]', '["known-leak"]', '\x789cab562a4ece2f4a4d4e2c4a51b2aaaead0500338e0625', '2026-11-23T01:02:03+00:00');
INSERT INTO public.diagnoses VALUES ('c37ee9c4df69d2e96c5e9b94c75d7cabc583e7ef6dc65a6c01ca3a8d3f8b7705', 'M-two', '22d3fe389aa806766653b435f1cd5877f6fc91af803ae3e33399d12938dc06e7', '290cc88d3863c3facd867c20b60d7cdbce9c03117278fef307caca0029c551c3', 0, 'leak-liability@2026.1', '[["leak-liability@2026.1", "6c621d1a05138a7888d37d9269a9da8e2e11e4aced2f6cfd24b05ab1b9e61bb0"]]', '0.1.0', '2026-11-23', NULL, 7000, 7300, NULL, 20, 20, 40, 'medium', 'retail', 12, 75000, '["no-mfa"]', '[]', '["known-leak"]', '\x789cab562a4ece2f4a4d4e2c4a51b2aaaead0500338e0625', '2026-11-23T01:02:03+00:00');
INSERT INTO public.events VALUES (1, '2026-11-23T01:02:03+00:00', 'batch', 'batch-began', 'batch-1', '{}', '0000000000000000000000000000000000000000000000000000000000000000', 'dd56ef02c29fffb6c7d84338806c46cc487044d6836f03aa210ae33e39239117');
INSERT INTO public.events VALUES (2, '2026-11-23T01:02:03+00:00', 'batch', 'diagnosed', 'e8a987f97b609851a77e10d6d48138ef0e518f46b9f1da1145ba183ad02f9353', '{"batch":1,"discount":40,"file":"44b0c4fb73f05eafb614f6ce3c5cc3bed368282c9004332c4a41731ad8117080","place":0,"report":"5cf9a9f38be47af7123f6f8f1ef8e22682262a83991de5e932967857e322a188","ruleset":"leak-liability@2026.1","sheet":"9e17a1740064b46bca419f06916da2576fa030fbbb0b161afde5738acd1ccf6a"}', 'dd56ef02c29fffb6c7d84338806c46cc487044d6836f03aa210ae33e39239117', 'f263620a9627276d3d116d8192049318607fbdf68fc7a07099a359f2f54f24f9');
INSERT INTO public.events VALUES (3, '2026-11-23T01:02:03+00:00', 'batch', 'diagnosed', 'c37ee9c4df69d2e96c5e9b94c75d7cabc583e7ef6dc65a6c01ca3a8d3f8b7705', '{"batch":1,"discount":40,"file":"290cc88d3863c3facd867c20b60d7cdbce9c03117278fef307caca0029c551c3","place":0,"ruleset":"leak-liability@2026.1","sheet":"22d3fe389aa806766653b435f1cd5877f6fc91af803ae3e33399d12938dc06e7"}', 'f263620a9627276d3d116d8192049318607fbdf68fc7a07099a359f2f54f24f9', 'da1cbe9fc9affbb873ca8b87e3efa98a46c8f045dc54344b157115851d0b48e2');
INSERT INTO public.events VALUES (4, '2026-11-23T01:02:03+00:00', 'batch', 'quarantined', 'dc4a96e24228fef31e208eaf372d3796e1d54541b9ec5da8fdc79a908082da81', '{"batch":1,"codes":["sheet.value-unknown"],"file":"145fe93cf96e1b3500a53c616e9794b0a33b1f8b65e2d330a6b8a6014d0f5986","place":0}', 'da1cbe9fc9affbb873ca8b87e3efa98a46c8f045dc54344b157115851d0b48e2', '51399ad48f59bc58d885726dd2bd3880673f048bb738796357774d22071f2e67');
INSERT INTO public.events VALUES (5, '2026-11-23T01:02:03+00:00', 'batch', 'batch-finished', 'batch-1', '{"diagnosed":2,"quarantined":1}', '51399ad48f59bc58d885726dd2bd3880673f048bb738796357774d22071f2e67', 'a09342ed5bdff4d21cdf6f5f1206b715849fc878a24e8c462816fe8cc44bc8ea');
INSERT INTO public.events VALUES (6, '2026-11-23T01:02:03+00:00', 'batch', 'batch-began', 'batch-2', '{}', 'a09342ed5bdff4d21cdf6f5f1206b715849fc878a24e8c462816fe8cc44bc8ea', 'a1e73071e8dc1967f50375b786b43c488515dfd288e6f423c2e78799fec02485');
INSERT INTO public.files VALUES ('44b0c4fb73f05eafb614f6ce3c5cc3bed368282c9004332c4a41731ad8117080', '\x6279746573206f66206f6e65', 'one.xlsx', '2026-11-23T01:02:03+00:00');
INSERT INTO public.files VALUES ('290cc88d3863c3facd867c20b60d7cdbce9c03117278fef307caca0029c551c3', '\x6279746573206f662074776f', 'two.xlsx', '2026-11-23T01:02:03+00:00');
INSERT INTO public.files VALUES ('145fe93cf96e1b3500a53c616e9794b0a33b1f8b65e2d330a6b8a6014d0f5986', '\x6279746573206f6620626164', 'bad.xlsx', '2026-11-23T01:02:03+00:00');
INSERT INTO public.members VALUES ('M-one', '見本商店one');
INSERT INTO public.members VALUES ('M-two', '見本商店two');
INSERT INTO public.quarantine VALUES ('dc4a96e24228fef31e208eaf372d3796e1d54541b9ec5da8fdc79a908082da81', '145fe93cf96e1b3500a53c616e9794b0a33b1f8b65e2d330a6b8a6014d0f5986', 0, '[{"code": "sheet.value-unknown", "ja": "選べません。", "en": "It is not a choice."}]', '2026-11-23T01:02:03+00:00');
INSERT INTO public.reports VALUES ('e8a987f97b609851a77e10d6d48138ef0e518f46b9f1da1145ba183ad02f9353', 'reports/one.pdf', '5cf9a9f38be47af7123f6f8f1ef8e22682262a83991de5e932967857e322a188', 350000, 12, 'ja', 'member', '9c6641c1f9cfb0c678ea58b1a913a5d0d528e98047e04827dcf28e9d6e51e8ee');
INSERT INTO public.sheets VALUES ('9e17a1740064b46bca419f06916da2576fa030fbbb0b161afde5738acd1ccf6a', 'M-one', '2026-11-01', '\x789cab56ca4bcc4d55b252cacf4b55aa050022e9049e');
INSERT INTO public.sheets VALUES ('22d3fe389aa806766653b435f1cd5877f6fc91af803ae3e33399d12938dc06e7', 'M-two', '2026-11-01', '\x789cab56ca4bcc4d55b2522a29cf57aa0500234404b6');
SELECT pg_catalog.setval('public.batches_id_seq', 2, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.batch_items
    ADD CONSTRAINT pk_batch_items PRIMARY KEY (batch_id, file, place);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT pk_batches PRIMARY KEY (id);
ALTER TABLE ONLY public.chain_head
    ADD CONSTRAINT pk_chain_head PRIMARY KEY (id);
ALTER TABLE ONLY public.diagnoses
    ADD CONSTRAINT pk_diagnoses PRIMARY KEY (key);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT pk_events PRIMARY KEY (seq);
ALTER TABLE ONLY public.files
    ADD CONSTRAINT pk_files PRIMARY KEY (digest);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT pk_members PRIMARY KEY (id);
ALTER TABLE ONLY public.quarantine
    ADD CONSTRAINT pk_quarantine PRIMARY KEY (key);
ALTER TABLE ONLY public.reports
    ADD CONSTRAINT pk_reports PRIMARY KEY (key);
ALTER TABLE ONLY public.sheets
    ADD CONSTRAINT pk_sheets PRIMARY KEY (digest);
CREATE INDEX ix_batch_items_key ON public.batch_items USING btree (key);
CREATE INDEX ix_diagnoses_file_digest ON public.diagnoses USING btree (file_digest);
CREATE INDEX ix_diagnoses_member_id_diagnosed_on ON public.diagnoses USING btree (member_id, diagnosed_on);
CREATE INDEX ix_diagnoses_sheet_digest ON public.diagnoses USING btree (sheet_digest);
CREATE INDEX ix_events_action ON public.events USING btree (action);
CREATE INDEX ix_events_subject ON public.events USING btree (subject);
CREATE INDEX ix_quarantine_file_digest ON public.quarantine USING btree (file_digest);
CREATE INDEX ix_sheets_member_id ON public.sheets USING btree (member_id);
CREATE TRIGGER events_no_delete BEFORE DELETE ON public.events FOR EACH ROW EXECUTE FUNCTION public.events_stay();
CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION public.events_stay();
CREATE TRIGGER events_no_update BEFORE UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.events_stay();
ALTER TABLE ONLY public.batch_items
    ADD CONSTRAINT fk_batch_items_batch_id FOREIGN KEY (batch_id) REFERENCES public.batches(id);
ALTER TABLE ONLY public.diagnoses
    ADD CONSTRAINT fk_diagnoses_file_digest FOREIGN KEY (file_digest) REFERENCES public.files(digest);
ALTER TABLE ONLY public.diagnoses
    ADD CONSTRAINT fk_diagnoses_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
ALTER TABLE ONLY public.diagnoses
    ADD CONSTRAINT fk_diagnoses_sheet_digest FOREIGN KEY (sheet_digest) REFERENCES public.sheets(digest);
ALTER TABLE ONLY public.quarantine
    ADD CONSTRAINT fk_quarantine_file_digest FOREIGN KEY (file_digest) REFERENCES public.files(digest);
ALTER TABLE ONLY public.reports
    ADD CONSTRAINT fk_reports_key FOREIGN KEY (key) REFERENCES public.diagnoses(key);
ALTER TABLE ONLY public.sheets
    ADD CONSTRAINT fk_sheets_member_id FOREIGN KEY (member_id) REFERENCES public.members(id);
