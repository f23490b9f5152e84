BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE assessments (
	id INTEGER NOT NULL, 
	facility_id INTEGER NOT NULL, 
	visit_id INTEGER NOT NULL, 
	decided_at DATETIME NOT NULL, 
	decided_by INTEGER NOT NULL, 
	rule_set TEXT NOT NULL, 
	inputs TEXT NOT NULL, 
	routing TEXT NOT NULL, 
	temperature TEXT NOT NULL, 
	recheck_at DATETIME, 
	CONSTRAINT pk_assessments PRIMARY KEY (id), 
	CONSTRAINT fk_assessments_visit_id FOREIGN KEY(visit_id) REFERENCES visits (id)
);
INSERT INTO "assessments" VALUES(3,1,2,'2020-02-25 04:00:00.000000',11,'triage-2020-02','{"at":"2020-02-25T12:00:00+08:00","vitals":{"spo2":97}}','{"acuity":"III","acuity_detail":{"advisories":[],"calls":[],"reasons":["ACU-9"],"result":"III","symptomatic":"YES","undecided":[],"wait_limit_minutes":30},"advisories":["DECLARATION_NEEDED"],"calls":[],"evidence":["F_MEASURED","Q2_YES"],"facts":{"E":"YES","F":"YES","R":"UNKNOWN"},"override":null,"override_reason":null,"proposed":"FEVER_CLINIC_SINGLE_ROOM","reasons":["TRI-3"],"result":"FEVER_CLINIC_SINGLE_ROOM","rule_set":"triage-2020-02","tags":[],"temperature":{"advisories":[],"effective":{"ambient_c":"22.50","assigned_by_hand":false,"calibration_due":"2020-12-31","celsius":"189/5","confirmed_by":"","device_name":"蓝枪","device_serial":"GY-0001","entered_at":null,"id":null,"measured_at":"2020-02-25T03:59:00+00:00","method":"","operator":"zhang","profile":"gy-614v3","profile_version":"1","raw_bytes":"WlpFBAD/","raw_text":"37.8","raw_unit":"C","reason":"","received_at":"2020-02-25T03:59:00+00:00","site":"AXILLARY","source":"SERIAL"},"effective_index":0,"fever_for_routing":"YES","readings":[{"flags":["FEVER"],"index":0,"is_usable":true,"reading":{"ambient_c":"22.50","assigned_by_hand":false,"calibration_due":"2020-12-31","celsius":"189/5","confirmed_by":"","device_name":"蓝枪","device_serial":"GY-0001","entered_at":null,"id":null,"measured_at":"2020-02-25T03:59:00+00:00","method":"","operator":"zhang","profile":"gy-614v3","profile_version":"1","raw_bytes":"WlpFBAD/","raw_text":"37.8","raw_unit":"C","reason":"","received_at":"2020-02-25T03:59:00+00:00","site":"AXILLARY","source":"SERIAL"}}],"reasons":["TEMP-2"],"recheck_at":null,"result":"FEVER","tags":[]},"undecided":[]}','37.8',NULL);
CREATE TABLE audit (
	facility_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	actor_id INTEGER NOT NULL, 
	actor TEXT NOT NULL, 
	station TEXT NOT NULL, 
	action TEXT NOT NULL, 
	what TEXT NOT NULL, 
	what_id INTEGER NOT NULL, 
	change TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	previous TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (facility_id, seq)
);
INSERT INTO "audit" VALUES(1,1,'2020-02-25 04:00:00.000000',11,'zhang','GATE','ADDED','patient',1,'{"address":{"city":"3703","county":"370303","province":"37","text":"公园街道某小区 1 号楼","township_code":"370303001"},"age":null,"age_recorded_on":null,"age_unit":"岁","birth_date":"1979-03-12","class_name":"","emergency_contact":{"name":"李四","phone":"13900000001","relation":"配偶"},"employer":"某厂","ethnic_group":"","id":1,"id_no":"370399197903120016","id_type":"01","name":"买买提·吐尔逊","nationality":"CN","no_id_reason":"未带","occupation":"07","parent_name":"","phone":"13800000000","sex":"1","version":0}','','0000000000000000000000000000000000000000000000000000000000000000','857e8b2c6291976c1f30b6d4ea1ca4e41030c05ecf3128595bf0e7c40610bd9b');
INSERT INTO "audit" VALUES(1,2,'2020-02-25 04:00:00.000000',11,'zhang','GATE','ADDED','visit',2,'{"arrived_at":"2020-02-25T03:59:00+00:00","id":2,"level":"III","outcome":"FEVER_CLINIC_SINGLE_ROOM","patient_id":1,"questions":{"q1":{"answer":"NO","contact_name":"","last_exposure_on":null,"onset_dates":[],"place_code":"","until":null},"q2":{"answer":"YES","contact_name":"赵六","last_exposure_on":"2020-02-20","onset_dates":["2020-02-18"],"place_code":"420100","until":null}},"registration":{"antimicrobial_last_7d":"UNKNOWN","antipyretic_last_6h":"YES","antipyretic_taken_at":"2020-02-25T01:00:00+00:00","arrival_mode":"WALK","belongs_to":"1","chronic_conditions":["HYPERTENSION"],"companions":[{"name":"李四","phone":"13900000001","relation":"配偶"}],"first_symptom":"咳嗽","gestation_weeks":null,"health_code":"GREEN","mask":"SURGICAL","mask_given":false,"not_measured_reason":"","onset_date":"2020-02-23","pregnant":"UNKNOWN","self_reported_fever":"","vaccination":"","zone_colour":"GREEN"},"saved_at":"2020-02-25T04:00:00+00:00","signs":{"STRIDOR":"NO"},"stage":"TRIAGED","stage_at":"2020-02-25T04:00:00+00:00","station":"GATE","symptoms":{"COUGH":"YES","RASH":"UNKNOWN"},"version":0,"visit_no":"20200225-0001","vitals":{"avpu":"A","capillary_refill_s":"2.0","dbp":78,"fio2":null,"flow":null,"hr":82,"on_oxygen":"NO","pain":null,"rr":18,"sbp":124,"spo2":97,"weight":"68.50"}}','','857e8b2c6291976c1f30b6d4ea1ca4e41030c05ecf3128595bf0e7c40610bd9b','f2b8d2dfefe9e4f35883f1a2f793ca4e775126630852d9ccee3659b851e1a5e1');
INSERT INTO "audit" VALUES(1,3,'2020-02-25 04:00:00.000000',11,'zhang','GATE','ADDED','reading',913382651711198341,'{"reading":{"ambient_c":"22.50","assigned_by_hand":false,"calibration_due":"2020-12-31","celsius":"189/5","confirmed_by":"","device_name":"蓝枪","device_serial":"GY-0001","entered_at":null,"id":913382651711198341,"measured_at":"2020-02-25T03:59:00+00:00","method":"","operator":"zhang","profile":"gy-614v3","profile_version":"1","raw_bytes":"WlpFBAD/","raw_text":"37.8","raw_unit":"C","reason":"","received_at":"2020-02-25T03:59:00+00:00","site":"AXILLARY","source":"SERIAL"},"visit_id":2}','','f2b8d2dfefe9e4f35883f1a2f793ca4e775126630852d9ccee3659b851e1a5e1','2a1441156ef9b6d62d21038cc11e7ad9dcc5075421a2324c8c99d30e7885cf46');
INSERT INTO "audit" VALUES(1,4,'2020-02-25 04:00:00.000000',11,'zhang','GATE','ADDED','reading',913382651715392086,'{"reading":{"ambient_c":"22.50","assigned_by_hand":false,"calibration_due":"2020-12-31","celsius":"189/5","confirmed_by":"","device_name":"蓝枪","device_serial":"GY-0001","entered_at":null,"id":913382651715392086,"measured_at":"2020-02-25T03:59:00+00:00","method":"","operator":"zhang","profile":"gy-614v3","profile_version":"1","raw_bytes":"WlpFBAD/","raw_text":"36.9","raw_unit":"C","reason":"","received_at":"2020-02-25T03:59:00+00:00","site":"AXILLARY","source":"SERIAL"},"visit_id":null}','','2a1441156ef9b6d62d21038cc11e7ad9dcc5075421a2324c8c99d30e7885cf46','40c270309ea50fbc57658d6e59cb67ebd82e2cee18fc012a143d2af5b1d8032e');
INSERT INTO "audit" VALUES(1,5,'2020-02-25 04:00:00.000000',11,'zhang','GATE','ADDED','assessment',3,'{"level":"III","outcome":"FEVER_CLINIC_SINGLE_ROOM","rule_set":"triage-2020-02","sha256":"0db63456308b85957aeb86025a20081e3253e321b16a12402649e11fbad8f5c5","visit_id":2}','','40c270309ea50fbc57658d6e59cb67ebd82e2cee18fc012a143d2af5b1d8032e','76f14d72d0dd388b9be18a13aff85eda9ee7029bb75a3212b808259e8d7c5f99');
INSERT INTO "audit" VALUES(1,6,'2020-02-25 04:00:00.000000',11,'zhang','GATE','ADDED','slip',4,'{"copy_no":1,"id":4,"problem":"","state":"WAITING","state_at":"2020-02-25T04:00:00+00:00","version":0,"visit_id":2}','','76f14d72d0dd388b9be18a13aff85eda9ee7029bb75a3212b808259e8d7c5f99','dce038161334a5f2dbb3a453223de4cbc02a718975286605b7199408fa5e4e3e');
INSERT INTO "audit" VALUES(1,7,'2020-02-25 04:00:00.000000',11,'zhang','GATE','ADDED','staff',11,'{"is_active":true,"login":"zhang","name":"张护士","role":"triage_nurse","title":"护师"}','','dce038161334a5f2dbb3a453223de4cbc02a718975286605b7199408fa5e4e3e','950a61b97e1044bee49c2c790bdcac5a7970bb13898d5170720eee81612ec8ef');
CREATE TABLE audit_heads (
	facility_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_audit_heads PRIMARY KEY (facility_id)
);
INSERT INTO "audit_heads" VALUES(1,7,'950a61b97e1044bee49c2c790bdcac5a7970bb13898d5170720eee81612ec8ef');
CREATE TABLE drafts (
	id INTEGER NOT NULL, 
	facility_id INTEGER NOT NULL, 
	station TEXT NOT NULL, 
	document TEXT NOT NULL, 
	changed_at DATETIME NOT NULL, 
	is_set_aside BOOLEAN NOT NULL, 
	CONSTRAINT pk_drafts PRIMARY KEY (id)
);
INSERT INTO "drafts" VALUES(5,1,'GATE','{"arrived_at":"2020-02-25T03:59:00+00:00","fields":{"age":"41","name":"赵六","sex":"1","spo2":"9"},"patient_id":null,"readings":[{"ambient_c":"22.50","assigned_by_hand":false,"calibration_due":"2020-12-31","celsius":"671/18","confirmed_by":"","device_name":"蓝枪","device_serial":"GY-0001","entered_at":null,"id":null,"measured_at":"2020-02-25T03:59:00+00:00","method":"","operator":"zhang","profile":"gy-614v3","profile_version":"1","raw_bytes":"WlpFBAD/","raw_text":"99.1F","raw_unit":"F","reason":"","received_at":"2020-02-25T03:59:00+00:00","site":"AXILLARY","source":"MANUAL"},{"ambient_c":"22.50","assigned_by_hand":false,"calibration_due":"2020-12-31","celsius":"731/20","confirmed_by":"","device_name":"蓝枪","device_serial":"GY-0001","entered_at":null,"id":null,"measured_at":"2020-02-25T03:59:00+00:00","method":"","operator":"zhang","profile":"gy-614v3","profile_version":"1","raw_bytes":"WlpFBAD/","raw_text":"36.55","raw_unit":"C","reason":"","received_at":"2020-02-25T03:59:00+00:00","site":"AXILLARY","source":"SERIAL"}],"visit_id":null}','2020-02-25 04:00:00.000000',0);
CREATE TABLE not_same (
	one_id INTEGER NOT NULL, 
	other_id INTEGER NOT NULL, 
	said_by INTEGER NOT NULL, 
	said_at DATETIME NOT NULL, 
	CONSTRAINT pk_not_same PRIMARY KEY (one_id, other_id), 
	CONSTRAINT fk_not_same_one_id FOREIGN KEY(one_id) REFERENCES patients (id), 
	CONSTRAINT fk_not_same_other_id FOREIGN KEY(other_id) REFERENCES patients (id)
);
CREATE TABLE patient_keys (
	"key" TEXT NOT NULL, 
	patient_id INTEGER NOT NULL, 
	CONSTRAINT pk_patient_keys PRIMARY KEY ("key", patient_id)
)
 WITHOUT ROWID

;
INSERT INTO "patient_keys" VALUES('d610021309791993073',1);
INSERT INTO "patient_keys" VALUES('immttex',1);
INSERT INTO "patient_keys" VALUES('n买买',1);
INSERT INTO "patient_keys" VALUES('n买提',1);
INSERT INTO "patient_keys" VALUES('n吐尔',1);
INSERT INTO "patient_keys" VALUES('n尔逊',1);
INSERT INTO "patient_keys" VALUES('n提吐',1);
INSERT INTO "patient_keys" VALUES('n逊$',1);
INSERT INTO "patient_keys" VALUES('pmaimaitituerxun',1);
INSERT INTO "patient_keys" VALUES('pmaitituerxun',1);
INSERT INTO "patient_keys" VALUES('t00000000831',1);
CREATE TABLE patients (
	id INTEGER NOT NULL, 
	facility_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	name_key TEXT NOT NULL, 
	sex TEXT NOT NULL, 
	birth_date DATE, 
	age INTEGER, 
	age_unit TEXT NOT NULL, 
	age_recorded_on DATE, 
	id_type TEXT NOT NULL, 
	id_no TEXT NOT NULL, 
	no_id_reason TEXT NOT NULL, 
	parent_name TEXT NOT NULL, 
	nationality TEXT NOT NULL, 
	ethnic_group TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	employer TEXT NOT NULL, 
	class_name TEXT NOT NULL, 
	occupation TEXT NOT NULL, 
	address_province TEXT NOT NULL, 
	address_city TEXT NOT NULL, 
	address_county TEXT NOT NULL, 
	address_township_code TEXT NOT NULL, 
	address_text TEXT NOT NULL, 
	emergency_name TEXT NOT NULL, 
	emergency_phone TEXT NOT NULL, 
	emergency_relation TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_patients PRIMARY KEY (id)
);
INSERT INTO "patients" VALUES(1,1,'买买提·吐尔逊','买买提吐尔逊','1','1979-03-12',NULL,'岁',NULL,'01','370399197903120016','未带','','CN','','13800000000','某厂','','07','37','3703','370303','370303001','公园街道某小区 1 号楼','李四','13900000001','配偶',0,'2020-02-25 04:00:00.000000');
CREATE TABLE readings (
	id INTEGER NOT NULL, 
	facility_id INTEGER NOT NULL, 
	station TEXT NOT NULL, 
	visit_id INTEGER, 
	raw_text TEXT NOT NULL, 
	celsius TEXT NOT NULL, 
	value_centi INTEGER NOT NULL, 
	site TEXT NOT NULL, 
	measured_at DATETIME NOT NULL, 
	raw_unit TEXT NOT NULL, 
	entered_at DATETIME, 
	received_at DATETIME, 
	source TEXT NOT NULL, 
	method TEXT NOT NULL, 
	operator TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	device_serial TEXT NOT NULL, 
	device_name TEXT NOT NULL, 
	profile TEXT NOT NULL, 
	profile_version TEXT NOT NULL, 
	raw_bytes BLOB NOT NULL, 
	calibration_due DATE, 
	ambient_c TEXT, 
	confirmed_by TEXT NOT NULL, 
	assigned_by_hand BOOLEAN NOT NULL, 
	voided_at DATETIME, 
	void_reason TEXT NOT NULL, 
	CONSTRAINT pk_readings PRIMARY KEY (id), 
	CONSTRAINT fk_readings_visit_id FOREIGN KEY(visit_id) REFERENCES visits (id)
);
INSERT INTO "readings" VALUES(913382651711198341,1,'GATE',2,'37.8','189/5',3780,'AXILLARY','2020-02-25 03:59:00.000000','C',NULL,'2020-02-25 03:59:00.000000','SERIAL','','zhang','','GY-0001','蓝枪','gy-614v3','1',X'5A5A450400FF','2020-12-31','22.50','',0,NULL,'');
INSERT INTO "readings" VALUES(913382651715392086,1,'GATE',NULL,'36.9','189/5',3780,'AXILLARY','2020-02-25 03:59:00.000000','C',NULL,'2020-02-25 03:59:00.000000','SERIAL','','zhang','','GY-0001','蓝枪','gy-614v3','1',X'5A5A450400FF','2020-12-31','22.50','',0,NULL,'');
CREATE TABLE risk_zones (
	id INTEGER NOT NULL, 
	facility_id INTEGER NOT NULL, 
	township_code TEXT NOT NULL, 
	colour TEXT NOT NULL, 
	valid_from DATE NOT NULL, 
	valid_to DATE, 
	source_doc TEXT NOT NULL, 
	entered_by INTEGER NOT NULL, 
	entered_at DATETIME NOT NULL, 
	CONSTRAINT pk_risk_zones PRIMARY KEY (id), 
	CONSTRAINT uq_risk_zones_facility_id_township_code_valid_from UNIQUE (facility_id, township_code, valid_from)
);
CREATE TABLE sign_in_tries (
	id INTEGER NOT NULL, 
	facility_id INTEGER NOT NULL, 
	login TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	station TEXT NOT NULL, 
	CONSTRAINT pk_sign_in_tries PRIMARY KEY (id)
);
CREATE TABLE slips (
	id INTEGER NOT NULL, 
	facility_id INTEGER NOT NULL, 
	station TEXT NOT NULL, 
	visit_id INTEGER NOT NULL, 
	copy_no INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	state_at DATETIME NOT NULL, 
	problem TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_slips PRIMARY KEY (id), 
	CONSTRAINT fk_slips_visit_id FOREIGN KEY(visit_id) REFERENCES visits (id)
);
INSERT INTO "slips" VALUES(4,1,'GATE',2,1,'WAITING','2020-02-25 04:00:00.000000','',0);
CREATE TABLE staff (
	id INTEGER NOT NULL, 
	facility_id INTEGER NOT NULL, 
	login TEXT NOT NULL, 
	name TEXT NOT NULL, 
	title TEXT NOT NULL, 
	role TEXT NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	password_hash TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_staff PRIMARY KEY (id), 
	CONSTRAINT uq_staff_facility_id_login UNIQUE (facility_id, login)
);
INSERT INTO "staff" VALUES(11,1,'zhang','张护士','护师','triage_nurse',1,'$argon2id$v=19$m=65536,t=3,p=4$none',0);
CREATE TABLE visit_counters (
	facility_id INTEGER NOT NULL, 
	station TEXT NOT NULL, 
	day DATE NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_visit_counters PRIMARY KEY (facility_id, station, day)
);
CREATE TABLE visits (
	id INTEGER NOT NULL, 
	facility_id INTEGER NOT NULL, 
	patient_id INTEGER NOT NULL, 
	visit_no TEXT NOT NULL, 
	station TEXT NOT NULL, 
	arrived_at DATETIME NOT NULL, 
	saved_at DATETIME NOT NULL, 
	stage TEXT NOT NULL, 
	stage_at DATETIME, 
	outcome TEXT, 
	level TEXT, 
	symptoms TEXT NOT NULL, 
	signs TEXT NOT NULL, 
	questions TEXT NOT NULL, 
	arrival_mode TEXT, 
	companions TEXT NOT NULL, 
	mask TEXT, 
	mask_given BOOLEAN NOT NULL, 
	health_code TEXT, 
	zone_colour TEXT, 
	belongs_to TEXT NOT NULL, 
	onset_date DATE, 
	first_symptom TEXT NOT NULL, 
	pregnant TEXT NOT NULL, 
	gestation_weeks INTEGER, 
	chronic_conditions TEXT, 
	vaccination TEXT NOT NULL, 
	antipyretic_last_6h TEXT NOT NULL, 
	antipyretic_taken_at DATETIME, 
	antimicrobial_last_7d TEXT NOT NULL, 
	self_reported_fever TEXT NOT NULL, 
	not_measured_reason TEXT NOT NULL, 
	rr INTEGER, 
	hr INTEGER, 
	spo2 INTEGER, 
	on_oxygen TEXT NOT NULL, 
	fio2 TEXT, 
	flow TEXT, 
	sbp INTEGER, 
	dbp INTEGER, 
	avpu TEXT, 
	capillary_refill_s TEXT, 
	pain INTEGER, 
	weight TEXT, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_visits PRIMARY KEY (id), 
	CONSTRAINT fk_visits_patient_id FOREIGN KEY(patient_id) REFERENCES patients (id), 
	CONSTRAINT uq_visits_facility_id_station_visit_no UNIQUE (facility_id, station, visit_no)
);
INSERT INTO "visits" VALUES(2,1,1,'20200225-0001','GATE','2020-02-25 03:59:00.000000','2020-02-25 04:00:00.000000','TRIAGED','2020-02-25 04:00:00.000000','FEVER_CLINIC_SINGLE_ROOM','III','{"COUGH":"YES","RASH":"UNKNOWN"}','{"STRIDOR":"NO"}','{"q1":{"answer":"NO","contact_name":"","last_exposure_on":null,"onset_dates":[],"place_code":"","until":null},"q2":{"answer":"YES","contact_name":"赵六","last_exposure_on":"2020-02-20","onset_dates":["2020-02-18"],"place_code":"420100","until":null}}','WALK','[{"name":"李四","phone":"13900000001","relation":"配偶"}]','SURGICAL',0,'GREEN','GREEN','1','2020-02-23','咳嗽','UNKNOWN',NULL,'["HYPERTENSION"]','','YES','2020-02-25 01:00:00.000000','UNKNOWN','','',18,82,97,'NO',NULL,NULL,124,78,'A','2.0',NULL,'68.50',0);
CREATE INDEX ix_audit_what_id ON audit (what_id);
CREATE INDEX ix_sign_in_tries_login ON sign_in_tries (login, at);
CREATE INDEX ix_patients_name_key ON patients (name_key, birth_date);
CREATE UNIQUE INDEX uq_patients_id_no ON patients (id_type, id_no) WHERE id_no <> '';
CREATE INDEX ix_not_same_other_id ON not_same (other_id);
CREATE INDEX ix_drafts_station ON drafts (station);
CREATE INDEX ix_visits_patient_id ON visits (patient_id, id);
CREATE INDEX ix_visits_visit_no ON visits (visit_no);
CREATE INDEX ix_assessments_visit_id ON assessments (visit_id, id);
CREATE INDEX ix_readings_unclaimed ON readings (station) WHERE visit_id IS NULL AND voided_at IS NULL;
CREATE INDEX ix_readings_visit_id ON readings (visit_id);
CREATE INDEX ix_slips_visit_id ON slips (visit_id, id);
CREATE INDEX ix_slips_waiting ON slips (station) WHERE state <> 'PRINTED';
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'rows of audit stay as they are'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'rows of audit stay as they are'); END;
CREATE TRIGGER assessments_no_update BEFORE UPDATE ON assessments BEGIN SELECT RAISE(ABORT, 'rows of assessments stay as they are'); END;
CREATE TRIGGER assessments_no_delete BEFORE DELETE ON assessments BEGIN SELECT RAISE(ABORT, 'rows of assessments stay as they are'); END;
COMMIT;
