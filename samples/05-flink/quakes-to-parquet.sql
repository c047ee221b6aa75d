-- Earthquakes from a topic into Parquet in S3, a folder a day.
SET 'table.local-time-zone' = 'UTC';

CREATE TABLE quakes (
  id STRING,
  properties ROW<mag DOUBLE, place STRING, `time` BIGINT, net STRING, sig INT>,
  geometry ROW<coordinates ARRAY<DOUBLE>>
) WITH (
  'connector' = 'kafka',
  'topic' = 'quakes',
  'properties.bootstrap.servers' = '${millrace:bootstrapServers}',
  'properties.group.id' = 'quakes-to-parquet',
  'scan.startup.mode' = 'earliest-offset',
  'format' = 'json'
);

CREATE TABLE quakes_by_day (
  id STRING,
  magnitude DOUBLE,
  place STRING,
  `time` TIMESTAMP(3),
  network STRING,
  significance INT,
  longitude DOUBLE,
  latitude DOUBLE,
  `day` STRING
) PARTITIONED BY (`day`) WITH (
  'connector' = 'filesystem',
  'path' = 's3://quakes-by-day/',
  'format' = 'parquet'
);

INSERT INTO quakes_by_day
SELECT
  id,
  properties.mag,
  properties.place,
  CAST(TO_TIMESTAMP_LTZ(properties.`time`, 3) AS TIMESTAMP(3)),
  properties.net,
  properties.sig,
  geometry.coordinates[1],
  geometry.coordinates[2],
  DATE_FORMAT(TO_TIMESTAMP_LTZ(properties.`time`, 3), 'yyyy-MM-dd')
FROM quakes;
