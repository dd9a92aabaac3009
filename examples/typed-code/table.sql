create table if not exists trip_legs (
  trip_id bigint, leg integer, started timestamptz, from_stop text, to_stop text, primary key (trip_id, leg)
)
