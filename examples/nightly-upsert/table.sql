create table if not exists customers (
  customer_id bigint primary key,
  email text,
  name text not null,
  segment text not null,
  updated_at timestamptz not null
)
