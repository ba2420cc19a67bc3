-- Départements that the present territory of a dispositif touches: what the atlas filters and counts by, which would
-- else read every line of `dispositif_commune`. Follows it, whoever writes it.
create table dispositif_departement (
  dispositif integer not null references dispositif on delete cascade,
  departement text not null,
  primary key (dispositif, departement)
);
create index dispositif_departement_departement on dispositif_departement (departement);

create function ajouter_dispositif_departement() returns trigger language plpgsql as $$
begin
  insert into dispositif_departement (dispositif, departement)
    select distinct t.dispositif, c.departement from touchees t join commune c on c.code = t.commune
    on conflict do nothing;
  return null;
end $$;
create trigger dispositif_commune_ajout after insert on dispositif_commune
  referencing new table as touchees for each statement execute function ajouter_dispositif_departement();

create function retirer_dispositif_departement() returns trigger language plpgsql as $$
begin
  delete from dispositif_departement dd using (select distinct dispositif from touchees) t
    where dd.dispositif = t.dispositif and not exists (
      select from dispositif_commune dc join commune c on c.code = dc.commune
      where dc.dispositif = dd.dispositif and c.departement = dd.departement);
  return null;
end $$;
create trigger dispositif_commune_retrait after delete on dispositif_commune
  referencing old table as touchees for each statement execute function retirer_dispositif_departement();

insert into dispositif_departement (dispositif, departement)
  select distinct dc.dispositif, c.departement from dispositif_commune dc join commune c on c.code = dc.commune;
