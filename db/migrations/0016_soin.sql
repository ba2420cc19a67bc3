-- Care of the collection: addresses that answer or not, doubtful duplicates, what notices lack.

-- The addresses that a notice gives, as they are asked: without fragment, a DOI through its resolver.
create function adresses_notice(csl jsonb) returns table (champ text, adresse text)
language sql immutable parallel safe as $$
  select 'URL', split_part(btrim(csl ->> 'URL'), '#', 1) where btrim(csl ->> 'URL') ~* '^https?://[^/?#\s]\S*$'
  union all
  select 'DOI', 'https://doi.org/' || replace(replace(replace(doi, '%', '%25'), '#', '%23'), '?', '%3F')
  from regexp_replace(btrim(csl ->> 'DOI'), '^(https?://(dx\.)?doi\.org/|doi:\s*)', '', 'i') doi
  where doi ~ '^10\.\d{4,9}/\S+$'
$$;

-- Derived from `notice` by trigger, whoever writes it. `cle` names an address, which several notices may give.
create table notice_adresse (
  notice integer not null references notice on delete cascade,
  champ text not null check (champ in ('URL', 'DOI')),
  adresse text not null,
  hote text not null generated always as (left(coalesce(lower(substring(adresse from '^[^:]+://([^/?]+)')), ''), 255)) stored,
  cle uuid not null generated always as (md5(adresse)::uuid) stored,
  primary key (notice, champ)
);
create index notice_adresse_cle on notice_adresse (cle);

create function notice_adresse_suivre() returns trigger language plpgsql as $$
declare
  quittees uuid[];
begin
  with q as (
    delete from notice_adresse a using nouvelles n
    where a.notice = n.id and (n.supprimee_le is not null or not exists (
      select from adresses_notice(n.csl) x where x.champ = a.champ and x.adresse = a.adresse))
    returning a.cle
  )
  select array_agg(distinct cle order by cle) into quittees from q;
  insert into notice_adresse (notice, champ, adresse)
  select n.id, a.champ, a.adresse from nouvelles n, adresses_notice(n.csl) a where n.supprimee_le is null
  on conflict do nothing;
  if quittees is not null then
    delete from adresse a where cle = any (quittees) and not exists (select from notice_adresse n where n.cle = a.cle);
  end if;
  return null;
end $$;
create trigger notice_adresse_ajout after insert on notice referencing new table as nouvelles
  for each statement execute function notice_adresse_suivre();
create trigger notice_adresse_changement after update on notice referencing new table as nouvelles
  for each statement execute function notice_adresse_suivre();

insert into notice_adresse (notice, champ, adresse)
select n.id, a.champ, a.adresse from notice n, adresses_notice(n.csl) a where n.supprimee_le is null;

-- What is known of an address. Lines come a little after the notices, all at once (`addAdressesNouvelles`): writers of
-- notices never wait for each other on an address that they share. They go with the last notice that gives them.
create table adresse (
  cle uuid primary key,
  adresse text not null,
  hote text not null,
  etat text not null default 'jamais'
    check (etat in ('jamais', 'bonne', 'redirigee', 'a-revoir', 'en-panne', 'rompue')),
  -- HTTP status of the last answer; null where none came.
  statut smallint,
  -- Why the state is what it is: see MOTIFS in adresse.ts.
  motif text,
  -- Where permanent redirections lead.
  vers text,
  verifiee_le timestamptz,
  -- Since when it is in this state.
  depuis timestamptz,
  -- Not asked again before.
  prochaine timestamptz not null,
  -- Days of failure since it last answered: broken from the third on.
  pannes date[] not null default '{}',
  -- A person opened it and found it good.
  confirmee_par uuid references compte on delete set null,
  confirmee_le timestamptz,
  -- Set aside: no list shows it, and it is not asked any more.
  ecartee_par uuid references compte on delete set null,
  ecartee_le timestamptz,
  ecartee_raison text,
  check ((ecartee_le is null) = (ecartee_raison is null))
);
create index adresse_etat on adresse (etat, hote, cle) where ecartee_le is null;
create index adresse_ecartee on adresse (hote, cle) where ecartee_le is not null;
create index adresse_prochaine on adresse (prochaine) where ecartee_le is null;

insert into adresse (cle, adresse, hote, prochaine)
select distinct on (cle) cle, adresse, hote, now() from notice_adresse order by cle;

create table adresse_resultat (
  cle uuid not null references adresse on delete cascade,
  quand timestamptz not null,
  etat text not null,
  statut smallint,
  motif text,
  vers text,
  primary key (cle, quand)
);

-- Pairs of notices that may be one document, and what people said of them. `distincts` is never proposed again.
create table doublon (
  a integer not null references notice,
  b integer not null references notice,
  sur text not null check (sur in ('certain', 'probable')),
  raison text not null,
  etat text not null default 'a-juger' check (etat in ('a-juger', 'plus-tard', 'distincts', 'fusionnees')),
  trouve_le timestamptz not null,
  juge_par uuid references compte on delete set null,
  juge_le timestamptz,
  primary key (a, b),
  check (a < b)
);
create index doublon_b on doublon (b);
create index doublon_etat on doublon (etat, sur, a, b);

-- Notices are compared in the order in which they change, from where the last run stopped.
drop index notice_modifiee;
create index notice_modifiee on notice (modifiee_le, id) where supprimee_le is null;

-- A merged notice leaves what was judged of it to the one that stays, whoever merges them.
create function doublon_suit_fusion() returns trigger language plpgsql as $$
begin
  insert into doublon (a, b, sur, raison, etat, trouve_le, juge_par, juge_le)
  select least(autre, new.remplacee_par), greatest(autre, new.remplacee_par), sur, raison, etat, trouve_le, juge_par, juge_le
  from doublon d, lateral (select case d.a when new.id then d.b else d.a end) t (autre)
  where new.id in (d.a, d.b) and d.etat = 'distincts' and autre <> new.remplacee_par
  on conflict (a, b) do update set etat = excluded.etat, juge_par = excluded.juge_par, juge_le = excluded.juge_le
    where doublon.etat in ('a-juger', 'plus-tard');
  update doublon set etat = 'fusionnees', juge_par = new.modifiee_par, juge_le = new.modifiee_le
  where a = least(new.id, new.remplacee_par) and b = greatest(new.id, new.remplacee_par);
  delete from doublon where new.id in (a, b) and etat in ('a-juger', 'plus-tard');
  return null;
end $$;
create trigger doublon_suit_fusion after update of remplacee_par on notice
  for each row when (new.remplacee_par is not null) execute function doublon_suit_fusion();

-- A notice taken out takes its open pairs with it; put back, it is compared again.
create function doublon_suit_suppression() returns trigger language plpgsql as $$
begin
  delete from doublon where new.id in (a, b) and etat in ('a-juger', 'plus-tard');
  return null;
end $$;
create trigger doublon_suit_suppression after update of supprimee_le on notice
  for each row when (new.supprimee_le is not null and old.supprimee_le is null) execute function doublon_suit_suppression();

-- What a notice of that kind should say and does not. A list of notices is one of these conditions, with its index.
create function manque_auteur(nature text, csl jsonb) returns boolean language sql immutable parallel safe as $$
  select case
    when nature in ('article', 'ouvrage', 'chapitre', 'communication', 'these')
      then not csl ?| array['author', 'editor', 'director', 'translator']
    when nature in ('rapport', 'guide', 'actes')
      then not csl ?| array['author', 'editor', 'director', 'publisher', 'authority']
    else false
  end
$$;
create function manque_date(nature text, csl jsonb) returns boolean language sql immutable parallel safe as $$
  select nature not in ('site', 'page-web') and not csl ? 'issued'
$$;
create function manque_source(nature text, csl jsonb) returns boolean language sql immutable parallel safe as $$
  select case
    when nature in ('article', 'chapitre') then not csl ? 'container-title'
    when nature = 'communication' then not csl ?| array['container-title', 'event-title']
    when nature in ('ouvrage', 'rapport', 'these', 'guide', 'actes') then not csl ?| array['publisher', 'authority']
    else false
  end
$$;
create function manque_adresse(en_ligne boolean, csl jsonb) returns boolean language sql immutable parallel safe as $$
  select en_ligne and not csl ?| array['URL', 'DOI']
$$;

create index notice_sans_theme on notice (id) include (nature) where supprimee_le is null and themes = '{}';
create index notice_sans_resume on notice (id) include (nature) where supprimee_le is null and resume is null;
create index notice_sans_auteur on notice (id) include (nature) where supprimee_le is null and manque_auteur(nature, csl);
create index notice_sans_date on notice (id) include (nature) where supprimee_le is null and manque_date(nature, csl);
create index notice_sans_source on notice (id) include (nature) where supprimee_le is null and manque_source(nature, csl);
create index notice_sans_adresse on notice (id) include (nature) where supprimee_le is null and manque_adresse(en_ligne, csl);
create index notice_jamais_verifiee on notice (id) include (nature) where supprimee_le is null and verifiee_le is null;
create index notice_verifiee on notice (verifiee_le) include (nature) where supprimee_le is null and verifiee_le is not null;
create index notice_changee on notice (id) include (nature) where supprimee_le is null and modifiee_le > verifiee_le;

-- « Sans objet »: this document has no date, no author… and leaves that list.
create table notice_sans_objet (
  notice integer not null references notice on delete cascade,
  liste text not null,
  compte uuid references compte on delete set null,
  quand timestamptz not null,
  primary key (liste, notice)
);
