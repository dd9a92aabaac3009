create table if not exists products (sku text primary key, product_id bigint not null);
insert into products values ('KB-01', 1), ('MS-02', 2), ('DL-03', 3) on conflict do nothing;
create table if not exists sales (sold_on date, product_id bigint, region text, quantity integer)
