BEGIN TRANSACTION;
CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    written_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    schema INTEGER NOT NULL,
    event_digest TEXT NOT NULL,
    before TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;
INSERT INTO "entry" VALUES(1,'2017-03-01T12:00:00+00:00','opened',1,'da379479b5d25ec951062d0d53842b843647a75344f2faa418cef8e9859e9bf3','0000000000000000000000000000000000000000000000000000000000000000','5405966248bd1a7e40e6a90ba2304d40b6c21c644c829a4e1985983555d44398');
INSERT INTO "entry" VALUES(2,'2017-03-01T12:00:00+00:00','put',1,'2f043f04ae9711cae26b48b0679607fc8f664da082b11615d3e4248c018d000f','5405966248bd1a7e40e6a90ba2304d40b6c21c644c829a4e1985983555d44398','93394ca26728abfd281f6f2ee78fdebf68306f9e98dcdac0ae6f0590a235bc2c');
INSERT INTO "entry" VALUES(3,'2017-03-01T12:00:00+00:00','put',1,'41a1676f4637376824118578aa8a71f76f1f4dbdd9cf60289bad293f992d6584','93394ca26728abfd281f6f2ee78fdebf68306f9e98dcdac0ae6f0590a235bc2c','ff680b74deb478cb45feece141773eaf0540ad4db0a719e286bf2389e8ba3412');
INSERT INTO "entry" VALUES(4,'2017-03-01T12:00:00+00:00','put',1,'80a0dbb4fdaa1f8e921b9367c3ede952261380f6f35b21e95b36c6556269d428','ff680b74deb478cb45feece141773eaf0540ad4db0a719e286bf2389e8ba3412','079a2288838a1aeb3aa4d974e0160ff3dbf321717bbb199a065875fe68470ede');
INSERT INTO "entry" VALUES(5,'2017-03-01T12:00:00+00:00','put',1,'d24756fcc53dc3c17d8fd7248fdaafd6ad3104d8e5dce36c58f645453f84c9ae','079a2288838a1aeb3aa4d974e0160ff3dbf321717bbb199a065875fe68470ede','514b5574d5cfe6c4a3cfe55a41335059fca8df19f30b06e359612e9608f96011');
INSERT INTO "entry" VALUES(6,'2017-03-01T12:00:00+00:00','corrected',1,'4fbb542c9533623d6af9bf3b3d630253ae2536611295c541c8b4b2f3880bed9d','514b5574d5cfe6c4a3cfe55a41335059fca8df19f30b06e359612e9608f96011','02bb25b569b3b7aada8511c8ddb0a46b6f9f20f13ee14102734c49ee9a236cac');
INSERT INTO "entry" VALUES(7,'2017-03-01T12:00:00+00:00','withdrawn',1,'67782dbbafdebad474a760ec8b4ef383eb21822eb8c0b5cb7ced619b391628dc','02bb25b569b3b7aada8511c8ddb0a46b6f9f20f13ee14102734c49ee9a236cac','7f190109defdac346b0e65e64ba688f5be3f6dec5e338d23c9850815283f556e');
INSERT INTO "entry" VALUES(8,'2017-03-01T12:00:00+00:00','erased',1,'bc8bb06331ae17cac760eceddc6c48938067ec2615f9fedd5df0d32c13514f97','7f190109defdac346b0e65e64ba688f5be3f6dec5e338d23c9850815283f556e','8f021faac07454c1905b1e088dd3375506d9dcbc81173827cdcb69efd3e1f053');
INSERT INTO "entry" VALUES(9,'2017-03-01T12:00:00+00:00','day',1,'6bc36bc86fb40c15d9d07ea374dfdcf5b5c711a8441e67eefb6060e84d278733','8f021faac07454c1905b1e088dd3375506d9dcbc81173827cdcb69efd3e1f053','2c53c2e0ef71a85f7914afb7f6ca415028d3932e95248cead5b0a3f1b7e9f9ab');
INSERT INTO "entry" VALUES(10,'2017-03-01T12:00:00+00:00','moved',1,'e145a4e2ffdedc886fee83c0042e12bacffe3ebd746f591f2c152de9ec948df1','2c53c2e0ef71a85f7914afb7f6ca415028d3932e95248cead5b0a3f1b7e9f9ab','a8604a0a90a3231aeb383087203fa714b4f09c0fd53305ad37f4f6625bc9c146');
CREATE TABLE event (
    number INTEGER PRIMARY KEY REFERENCES entry (number),
    salt TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
INSERT INTO "event" VALUES(1,'28a021e6ab21b68ab7e808a77e5655a1','{"call":"piedmont/line-b","granted_on":null,"id":"B-1","on":"2017-03-01","rules":"sha256:b1ef8207cbf04930a8f793270561b0c262cac46514d71d5c27e0c541988bc4cd","version":"1.0.0"}');
INSERT INTO "event" VALUES(2,'74eb4c5905397e0f854f997015292386','{"document":"form","facts":{"participations[delta].enterprise.name":"Fictional Delta","participations[zeta].enterprise.name":"Fictional Zeta","participations[zeta].enterprise.registered_farm":false,"project.months":24,"project.title":"Lighter gears"},"id":"form","leaves":[],"on":"2017-03-01","received_on":"2017-03-01","source":"fictional office","step":2,"there":["participations[delta]","participations[zeta]"]}');
INSERT INTO "event" VALUES(3,'f8b6eb1e7da4379942f8c8eb6daffaa1','{"document":"extract-delta","facts":{"participations[delta].enterprise.accounts":[{"accumulated_losses":null,"approved":true,"balance_sheet_total":null,"book_debt":null,"capital_in_accounts":null,"closes_on":"2015-12-31","ebitda":null,"equity":null,"headcount":"12.5","interest":null,"other_own_funds":null,"subscribed_capital":null,"turnover":"1000000.00"}],"participations[delta].enterprise.constituted_on":"2010-03-02","submitted_at":"2017-03-01T11:00:00+01:00"},"id":"extract-delta","leaves":[],"on":"2017-03-01","received_on":"2017-03-01","source":"fictional office","step":3,"there":[]}');
INSERT INTO "event" VALUES(4,'3c9e043a93fcb32aabb01cfcfe37ba8a','{"document":"letter","facts":{},"id":"letter","leaves":["participations[zeta]"],"on":"2017-03-01","received_on":"2017-03-01","source":"fictional office","step":4,"there":[]}');
INSERT INTO "event" VALUES(6,'a0940b2150d10dd82c656ffbb6809aec','{"document":"extract-delta","facts":{"participations[delta].enterprise.accounts":[{"accumulated_losses":null,"approved":true,"balance_sheet_total":null,"book_debt":null,"capital_in_accounts":null,"closes_on":"2015-12-31","ebitda":null,"equity":null,"headcount":"12.5","interest":null,"other_own_funds":null,"subscribed_capital":null,"turnover":"1000000.00"}],"participations[delta].enterprise.constituted_on":"2011-03-02","submitted_at":"2017-03-01T11:00:00+01:00"},"id":"extract-delta","leaves":[],"on":"2017-03-01","received_on":"2017-03-01","source":"fictional office","step":6,"there":[]}');
INSERT INTO "event" VALUES(7,'5ad474eaca0da7656bd212fa2fd629c2','{"because":"sent by mistake","id":"letter","on":"2017-03-01","step":7}');
INSERT INTO "event" VALUES(8,'91ce47f647054e43081112ae68729c90','{"because":"asked for by the person","entries":[5]}');
INSERT INTO "event" VALUES(9,'88ec7bac39b510f1d24cadc4652874f5','{"on":"2017-03-20","step":9}');
INSERT INTO "event" VALUES(10,'b5a07bfe7919a83dda6293a9c81055f5','{"by":"applicant","on":"2017-03-20","step":10,"to":"withdrawn"}');
COMMIT;
PRAGMA application_id = 1129336652;
PRAGMA user_version = 1;
