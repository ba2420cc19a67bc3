import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withClient } from '../db.ts'
import { type BaseDeTest, createBaseDeTest } from '../testing/base.ts'
import { exportSauvegarde, importSauvegarde } from './index.ts'

let dossier: string
let source: BaseDeTest
let cible: BaseDeTest
let archive: string

// What is hard to carry: every type, each way to break a line, a cycle of keys, generated columns, triggers, schemas.
const SCHEMA = `
  create schema "à part";
  create function crier(t text) returns text language sql immutable as $$ select upper(unaccent(t)) $$;
  create table essai (
    id bigint generated always as identity primary key,
    texte text, octets bytea, objet jsonb, liste text[], grille int[][], jour date, instant timestamptz,
    duree interval, montant numeric, flottant float8, oui boolean, cle uuid, recherche tsvector,
    cri text generated always as (crier(texte)) stored
  );
  create table "à part"."Œuvre « bis »" (numero serial primary key, "select" text unique, suivante int);
  alter table "à part"."Œuvre « bis »" add foreign key (suivante) references "à part"."Œuvre « bis »" deferrable initially deferred;
  create table poule (id int primary key, oeuf int);
  create table oeuf (id int primary key, poule int not null references poule);
  alter table poule add foreign key (oeuf) references oeuf on delete cascade;
  create table mesure (annee int, valeur int) partition by list (annee);
  create table mesure_2024 partition of mesure for values in (2024);
  create function refuser() returns trigger language plpgsql as $$ begin raise exception 'non'; end $$;
  create table gardee (n int);
  create materialized view vue as select count(*) as n from essai;
`
const DONNEES = `
  insert into essai (texte, octets, objet, liste, grille, jour, instant, duree, montant, flottant, oui, cle, recherche) values
    (E'a\\tb\\nc\\rd\\\\e\\\\.\\n\\\\.', '\\xdeadbeef0a0d5c', '{"a": [1, null, "l’été \\n"], "b": 1.10}', array['a,b', 'c"d', null, '', E'\\n'],
      '{{1,2},{3,4}}', '2024-02-29', '2024-07-01 12:00:00.123456+02', '1 mon -2 days 03:00:00.5', 12345678901234567890.123456789,
      0.1, true, '00000000-0000-4000-8000-000000000001', to_tsvector('french', 'les communes')),
    ('', '', 'null', '{}', null, 'infinity', '-infinity', null, 'NaN', 'Infinity', null, null, null),
    ('même', null, null, null, null, null, null, null, null, null, null, null, null),
    ('même', null, null, null, null, null, null, null, null, null, null, null, null);
  insert into "à part"."Œuvre « bis »" ("select", suivante) values ('un', 2), ('deux', 1);
  insert into poule values (1, null); insert into oeuf values (1, 1); update poule set oeuf = 1;
  insert into mesure values (2024, 3);
  insert into gardee values (1);
  select setval('essai_id_seq', 41);
`
const GARDE = 'create trigger garde before insert on gardee for each row execute function refuser()'
const query = (url: string, texte: string) => withClient(url, async (c) => (await c.query(texte)).rows)
const CONTENU = `select (select array_agg(e::text order by id) from essai e) as essai, (select n from vue) as vue,
  (select array_agg(o::text order by 1) from "à part"."Œuvre « bis »" o) as oeuvres, (select oeuf from poule) as oeuf,
  (select sum(valeur) from mesure) as mesure, (select count(*) from gardee) as gardee, (select valeur from reglage) as reglage`

beforeAll(async () => {
  dossier = mkdtempSync(join(tmpdir(), 'sauvegarde-'))
  archive = join(dossier, 'tout.tar.gz')
  source = await createBaseDeTest()
  await query(source.url, SCHEMA + DONNEES + GARDE)
  await query(
    source.url,
    `insert into reglage (cle, valeur) values ('essai', '{"a": 1}'); refresh materialized view vue`,
  )
  await exportSauvegarde(source.url, archive)
})
beforeEach(async () => {
  cible = await createBaseDeTest()
  await query(cible.url, SCHEMA + GARDE)
  return () => cible.close()
})
afterAll(async () => {
  await source.close()
  rmSync(dossier, { recursive: true, force: true })
})

test('a copy restored says the same, its sequences and guards included', async () => {
  const { lignes } = await importSauvegarde(cible.url, archive)
  expect(lignes).toBe(4 + 2 + 1 + 1 + 1 + 1 + 1)
  expect(await query(cible.url, CONTENU)).toEqual(await query(source.url, CONTENU))
  expect(await query(cible.url, `insert into essai (texte) values ('x') returning id`)).toEqual([{ id: 42 }])
  expect(
    await query(cible.url, `insert into "à part"."Œuvre « bis »" ("select") values ('x') returning numero`),
  ).toEqual([{ numero: 3 }])
  await expect(query(cible.url, 'insert into gardee values (1)')).rejects.toThrow('non')
  await expect(query(cible.url, 'insert into oeuf values (2, 99)')).rejects.toThrow('foreign key')
})

test('the file is private, whole or absent, and never written over', async () => {
  expect(statSync(archive).mode & 0o777).toBe(0o600)
  await expect(exportSauvegarde(source.url, archive)).rejects.toThrow('existe déjà')
  await expect(exportSauvegarde(source.url, join(dossier, 'absent/x'))).rejects.toThrow('ne peut pas être écrit')
  symlinkSync('/dev/full', join(dossier, 'plein.partiel'))
  await expect(exportSauvegarde(source.url, join(dossier, 'plein'))).rejects.toThrow('Le disque est plein')
  expect(readdirSync(dossier)).toEqual(['tout.tar.gz'])
})

test('a copy shows one instant, while others write', async () => {
  const fichier = join(dossier, 'pendant.tar.gz')
  const autre = await createBaseDeTest()
  await query(autre.url, SCHEMA + DONNEES)
  let actif = true
  const ecrire = withClient(autre.url, async (client) => {
    // A poule and its oeuf live and die together: a copy with one of the two could not be restored.
    for (let n = 100; actif; n++) {
      await client.query(`with p as (insert into poule values (${n}, null) returning id) select 1`)
      await client.query(
        `begin; insert into oeuf values (${n}, ${n}); update poule set oeuf = ${n} where id = ${n}; commit`,
      )
    }
  })
  await exportSauvegarde(autre.url, fichier)
  actif = false
  await ecrire
  await autre.close()
  await importSauvegarde(cible.url, fichier)
  const coherence = 'select (select count(*) from poule where oeuf is not null) = (select count(*) from oeuf) as oui'
  expect(await query(cible.url, coherence)).toEqual([{ oui: true }])
})

test('a database that holds something is replaced only when told to', async () => {
  await query(cible.url, `insert into poule values (7, null); insert into reglage (cle, valeur) values ('ici', '1')`)
  await expect(importSauvegarde(cible.url, archive)).rejects.toThrow('n’est pas vide (poule, reglage)')
  await importSauvegarde(cible.url, archive, { remplacer: true })
  expect(await query(cible.url, CONTENU)).toEqual(await query(source.url, CONTENU))
})

test('a damaged archive changes nothing', async () => {
  const essai = join(dossier, 'abime.tar.gz')
  const entiere = readFileSync(archive)
  const tar = gunzipSync(entiere)
  const position = tar.indexOf('même')
  const altere = Buffer.from(tar)
  altere.write('mêmE', position)
  const sansFin = tar.subarray(0, tar.lastIndexOf('bilan.json'))
  const cas: [Buffer, string][] = [
    [entiere.subarray(0, entiere.length / 2), 'tronquée'],
    [entiere.subarray(0, entiere.length - 4), 'tronquée'],
    [Buffer.from('bonjour'), 'abîmée, ou d’une autre nature'],
    [Buffer.alloc(0), 'tronquée'],
    [gzipSync('bonjour'), 'tronquée ou abîmée'],
    [gzipSync(altere), 'la table essai n’est pas celle qui a été copiée'],
    [gzipSync(Buffer.concat([sansFin, Buffer.alloc(1024)])), 'bilan.json\u00a0» manque'],
    [gzipSync(Buffer.alloc(1024)), 'entete.json\u00a0» manque'],
  ]
  for (const [contenu, raison] of cas) {
    writeFileSync(essai, contenu)
    await expect(importSauvegarde(cible.url, essai, { remplacer: true }), raison).rejects.toThrow(raison)
  }
  expect(await query(cible.url, 'select from essai')).toEqual([])
  await expect(importSauvegarde(cible.url, join(dossier, 'absent'))).rejects.toThrow('n’existe pas')
  await expect(importSauvegarde(cible.url, dossier)).rejects.toThrow('ne peut pas être lu')
  rmSync(essai)
})

test('a database in use is said to be, and left alone', async () => {
  await withClient(cible.url, async (client) => {
    await client.query('begin; lock table poule in access share mode')
    await expect(importSauvegarde(cible.url, archive)).rejects.toThrow('arrêtez Maillage')
  })
})

test('tables that differ are refused by name', async () => {
  await query(cible.url, 'alter table gardee add column plus int')
  await expect(importSauvegarde(cible.url, archive)).rejects.toThrow('"gardee" (n)\u202f; "public"."gardee" (n, plus)')
})

test('a large table goes through in flat memory', { timeout: 120_000 }, async () => {
  const grande = await createBaseDeTest({ vide: true })
  const fichier = join(dossier, 'grande.tar.gz')
  const TABLE = 'create table grande (n int, texte text)'
  const OCTETS = 102_400_000
  await query(
    grande.url,
    `${TABLE}; insert into grande select n, repeat(md5(n::text), 32) from generate_series(1, 100000) n`,
  )
  // What is held, waste put out first: the size of the process depends on when that happens to be done.
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('Pas de ramasse-miettes.')
  const getTenue = () => {
    collect()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  const avant = getTenue()
  let pic = 0
  const mesure = setInterval(() => {
    pic = Math.max(pic, getTenue())
  }, 250)
  await exportSauvegarde(grande.url, fichier)
  await query(grande.url, 'truncate grande')
  await importSauvegarde(grande.url, fichier)
  clearInterval(mesure)
  expect(await query(grande.url, 'select count(*) as n, sum(length(texte)) as octets from grande')).toEqual([
    { n: 100_000, octets: OCTETS },
  ])
  // Some 20 to 40 MB by how busy the machine is: what is in flight between two streams. Held whole, it would be all of it.
  expect(pic - avant).toBeLessThan(OCTETS * 0.75)
  await grande.close()
})
