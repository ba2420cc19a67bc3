-- What harvesters are told (OAI-PMH): which notices stand in the catalogue and in each set, since when, and which ones
-- left. Derived from `notice` and the shelves by trigger, but never computed again: it remembers what is gone.
create table oai_releve (
  -- Without a foreign key: a record that was announced is announced as deleted, even once its line is gone.
  notice integer not null,
  -- '' is the whole catalogue; sets are 'theme', 'theme:parcours', 'etagere', 'etagere:12'.
  ensemble text collate "C" not null,
  -- Of the last change of the notice or of its sets while it stands there; of its leaving once it left.
  date timestamptz not null,
  presente boolean not null,
  primary key (notice, ensemble)
);
create index oai_releve_date on oai_releve (ensemble, date, notice);

-- Changes of the transaction under way, one line a statement; empty to everyone else.
create unlogged table oai_attente (
  transaction xid8 not null default pg_current_xact_id(),
  notices integer[] not null default '{}',
  etageres integer[] not null default '{}'
);
create index oai_attente_transaction on oai_attente (transaction);

-- A shelf is a set when everyone may read it and its notices were chosen one by one: what a search finds today has no
-- moment of coming in or going out.
create function oai_est_ensemble(etat text, supprimee_le timestamptz, recherche text) returns boolean
language sql immutable parallel safe as $$
  select etat = 'publique' and supprimee_le is null and recherche is null
$$;

create function oai_ensembles(n notice) returns setof text language sql stable parallel safe as $$
  select '' where n.supprimee_le is null
  union select unnest(array['theme', 'theme:' || t]) from unnest(n.themes) t where n.supprimee_le is null
  union select unnest(array['etagere', 'etagere:' || e.id])
    from etagere_entree x join etagere e on e.id = x.etagere
    where x.notice = n.id and oai_est_ensemble(e.etat, e.supprimee_le, e.recherche) and n.supprimee_le is null
$$;

-- Waits for those who are dating their changes, and says when that was: whoever reads after it sees all that is dated
-- before, and nothing dated before will appear any more.
create function oai_attendre() returns timestamptz language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('oai_releve', 0));
  return clock_timestamp();
end $$;

-- At the end of a transaction, dates what it changed. Dated when they were made, changes would come into sight long
-- after their date, behind the back of whoever harvested in between.
create function oai_dater() returns trigger language plpgsql as $$
declare
  ids integer[];
  rayons integer[];
  le timestamptz;
begin
  -- The first line of the transaction serves the others.
  if current_setting('maillage.oai_attente', true) is distinct from 'oui' then return null; end if;
  perform set_config('maillage.oai_attente', '', true);
  with prises as (delete from oai_attente where transaction = pg_current_xact_id() returning notices, etageres)
  select array(select distinct unnest(notices) from prises), array(select distinct unnest(etageres) from prises)
  into ids, rayons;

  -- A shelf that becomes public or stops being so under our eyes is waited for.
  perform from etagere where id = any (rayons) order by id for share;
  with avant as (
    select notice, ensemble from oai_releve
    where presente and ensemble = any (array(select 'etagere:' || r from unnest(rayons) r))
  ), apres as (
    select x.notice, 'etagere:' || e.id as ensemble
    from etagere e join etagere_entree x on x.etagere = e.id join notice n on n.id = x.notice
    where e.id = any (rayons) and oai_est_ensemble(e.etat, e.supprimee_le, e.recherche) and n.supprimee_le is null
  )
  select ids || array(
    select notice from ((table avant except table apres) union (table apres except table avant)) ecarts
  ) into ids;
  if ids = '{}' then return null; end if;

  perform pg_advisory_xact_lock_shared(hashtextextended('oai_releve', 0));
  -- In one order for all: two transactions that share notices pass one after the other.
  perform from oai_releve where ensemble = '' and notice = any (ids) order by notice for update;
  le := clock_timestamp();
  update oai_releve r set presente = false, date = le
  where r.notice = any (ids) and r.presente
    and not exists (select from notice n, oai_ensembles(n) e where n.id = r.notice and e = r.ensemble);
  insert into oai_releve (notice, ensemble, date, presente)
  select n.id, e, le, true from notice n, oai_ensembles(n) e where n.id = any (ids)
  on conflict (notice, ensemble) do update set date = excluded.date, presente = true;
  return null;
end $$;
create constraint trigger oai_dater after insert on oai_attente deferrable initially deferred
  for each row execute function oai_dater();

create function oai_noter_notices() returns trigger language plpgsql as $$
declare
  ids integer[];
begin
  if tg_op = 'UPDATE' then
    -- A verification, an opening, a count change nothing in what is harvested.
    ids := array(
      select n.id from nouvelles n join anciennes a using (id)
      where (n.nature, n.csl, n.resume, n.resume_source, n.themes, n.publics, n.determinants, n.milieux, n.prets,
          n.origine, n.supprimee_le is null)
        is distinct from (a.nature, a.csl, a.resume, a.resume_source, a.themes, a.publics, a.determinants, a.milieux,
          a.prets, a.origine, a.supprimee_le is null)
    );
  elsif tg_op = 'INSERT' then
    ids := array(select id from nouvelles);
  else
    ids := array(select id from anciennes);
  end if;
  if ids <> '{}' then
    insert into oai_attente (notices) values (ids);
    perform set_config('maillage.oai_attente', 'oui', true);
  end if;
  return null;
end $$;
create trigger oai_notice_ajout after insert on notice referencing new table as nouvelles
  for each statement execute function oai_noter_notices();
create trigger oai_notice_changement after update on notice referencing old table as anciennes new table as nouvelles
  for each statement execute function oai_noter_notices();
create trigger oai_notice_retrait after delete on notice referencing old table as anciennes
  for each statement execute function oai_noter_notices();

create function oai_noter_etageres() returns trigger language plpgsql as $$
declare
  ids integer[];
begin
  if tg_table_name = 'etagere' then
    ids := array(
      select n.id from nouvelles n join anciennes a using (id)
      where oai_est_ensemble(n.etat, n.supprimee_le, n.recherche)
        <> oai_est_ensemble(a.etat, a.supprimee_le, a.recherche)
    );
  else
    if tg_op in ('INSERT', 'UPDATE') then ids := array(select distinct etagere from nouvelles); end if;
    if tg_op in ('DELETE', 'UPDATE') then ids := ids || array(select distinct etagere from anciennes); end if;
  end if;
  if ids <> '{}' then
    insert into oai_attente (etageres) values (ids);
    perform set_config('maillage.oai_attente', 'oui', true);
  end if;
  return null;
end $$;
create trigger oai_etagere_changement after update on etagere referencing old table as anciennes new table as nouvelles
  for each statement execute function oai_noter_etageres();
create trigger oai_entree_ajout after insert on etagere_entree referencing new table as nouvelles
  for each statement execute function oai_noter_etageres();
create trigger oai_entree_changement after update on etagere_entree referencing old table as anciennes new table as nouvelles
  for each statement execute function oai_noter_etageres();
create trigger oai_entree_retrait after delete on etagere_entree referencing old table as anciennes
  for each statement execute function oai_noter_etageres();

insert into oai_releve (notice, ensemble, date, presente)
select id, '', supprimee_le, false from notice where supprimee_le is not null
union all
select n.id, e, n.modifiee_le, true from notice n, oai_ensembles(n) e;
