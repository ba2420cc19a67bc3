import type { Child } from 'hono/jsx'
import type { Requete } from '#core/context.ts'
import type { ErreurChamp } from '#core/errors.ts'
import type { Brut } from '#core/saisie.ts'
import { Alert } from '#ui/alert.tsx'
import { Actions, Button, ButtonLink, Form, TextArea } from '#ui/form.tsx'
import { formatDate } from '#ui/format.ts'
import { Layout } from '#ui/layout.tsx'
import { ChampsService } from '../service/champs.tsx'
import type { Service } from '../service/service.ts'
import { ChampsStructure, createChamp } from '../structure/champs.tsx'
import type { Structure } from '../structure/structure.ts'
import { feuille } from './cadre.tsx'
import type { Proposition } from './proposition.ts'

/** Where a signed link leads. */
export const formatAdresseContribution = (jeton: string): string => `/contribuer/${encodeURIComponent(jeton)}`

// Only who received the address should come here.
const sansIndex = <meta name="robots" content="noindex, nofollow" />

const tete = (
  <>
    {sansIndex}
    {feuille}
  </>
)

export async function renderLienMort(requete: Requete): Promise<Response> {
  const page = (
    <Layout title="Ce lien n’ouvre rien" page={requete} head={sansIndex}>
      <p>Il a expiré, il a été révoqué, ou il est incomplet. Vérifiez qu’il a été recopié en entier.</p>
      <p>Sinon, demandez-en un autre à la personne qui vous l’a envoyé.</p>
      <p>
        <a href="/structures">Voir les structures</a>
      </p>
    </Layout>
  )
  return new Response(String(await page), { status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } })
}

interface Props {
  s: Structure
  /** What was sent by the link and waits. */
  attente: readonly Proposition[]
  /** Address of the link. */
  base: string
  valeurs: Brut
  erreurs?: readonly ErreurChamp[]
  requete: Requete
}

const formatCible = ({ objet, objetId, nom }: Proposition): string =>
  objet === 'structure' ? 'La structure' : `${objetId === null ? 'Nouveau service' : 'Service'} «\u00a0${nom}\u00a0»`

const Attente = ({ attente }: { attente: readonly Proposition[] }) =>
  attente.length === 0 ? null : (
    <Alert ton="info" title="Déjà envoyé, pas encore relu">
      <ul>
        {attente.map((p) => (
          <li>{`${formatCible(p)}, le ${formatDate(p.quand)}`}</li>
        ))}
      </ul>
      <p>Les champs ci-dessous montrent la fiche d’aujourd’hui, sans ce qui attend.</p>
    </Alert>
  )

/** The end of each form, and where it goes. */
function Envoi({ action, children, revision, annuler, ...p }: EnvoiProps) {
  return (
    <Form action={action}>
      {children}
      <TextArea
        {...createChamp({ valeurs: p.valeurs, erreurs: p.erreurs ?? [] })('message')}
        label="Un mot pour la personne qui relira"
        rows={3}
        hint="Facultatif. N’écrivez rien sur les personnes accompagnées."
      />
      {revision !== undefined && <input type="hidden" name="revision" value={String(p.valeurs.revision ?? revision)} />}
      <Actions>
        <Button>Envoyer</Button>
        {annuler && (
          <ButtonLink href={annuler} variant="link">
            Annuler
          </ButtonLink>
        )}
      </Actions>
    </Form>
  )
}
interface EnvoiProps extends Pick<Props, 'valeurs' | 'erreurs'> {
  action: string
  /** Revision of the sheet that fills it; none of a new one. */
  revision: number | undefined
  annuler?: string
  children: Child
}

/** All that a structure corrects by its link: its services, each at its own address, then its sheet. */
export function PageContribution({ s, services, attente, base, valeurs, erreurs = [], requete }: Props & PropsListe) {
  return (
    <Layout
      title={`Corriger la fiche de «\u00a0${s.nom}\u00a0»`}
      page={requete}
      errors={erreurs}
      head={tete}
      intro={
        <p>
          Corrigez ce qui est faux, complétez ce qui manque. La personne qui tient l’annuaire relira avant que cela
          paraisse.
        </p>
      }
    >
      <Attente attente={attente} />
      <Services {...{ services, base }} />
      <Envoi action={base} revision={s.revision} {...{ valeurs, erreurs }}>
        <ChampsStructure {...{ valeurs, erreurs }} sansRegistres />
      </Envoi>
    </Layout>
  )
}
interface PropsListe {
  services: readonly Service[]
}

const Services = ({ services, base }: PropsListe & Pick<Props, 'base'>) => (
  <section aria-labelledby="services" class="partie">
    <h2 id="services">Vos services</h2>
    {services.length === 0 ? (
      <p>L’annuaire n’en connaît aucun. Or c’est par eux que l’on vous trouve.</p>
    ) : (
      <>
        <p>C’est par eux que l’on vous trouve. Chacun se corrige à part.</p>
        <ul>
          {services.map((x) => (
            <li>
              <a href={`${base}/services/${x.id}`}>{x.nom}</a>
            </li>
          ))}
        </ul>
      </>
    )}
    <Actions>
      <ButtonLink href={`${base}/services/nouveau`}>Proposer un service qui manque</ButtonLink>
    </Actions>
  </section>
)

/** One service of the structure, or a new one. */
export function PageContributionService({
  s,
  service,
  attente,
  base,
  valeurs,
  erreurs = [],
  requete,
}: Props & { service: Service | null }) {
  return (
    <Layout
      title={service ? `Corriger le service «\u00a0${service.nom}\u00a0»` : 'Proposer un service'}
      page={requete}
      errors={erreurs}
      head={tete}
      intro={
        <>
          <p>
            <a href={base}>{s.nom}</a>
          </p>
          <p>La personne qui tient l’annuaire relira avant que cela paraisse.</p>
        </>
      }
    >
      <Attente attente={attente} />
      <Envoi
        action={service ? `${base}/services/${service.id}` : `${base}/services/nouveau`}
        annuler={base}
        revision={service?.revision}
        {...{ valeurs, erreurs }}
      >
        <ChampsService {...{ valeurs, erreurs }} />
      </Envoi>
    </Layout>
  )
}
