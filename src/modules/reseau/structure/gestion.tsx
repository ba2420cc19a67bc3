import { Actions, Button, ButtonLink, Form } from '#ui/form.tsx'
import type { PropsFiche } from './fiche.tsx'

/** What one who keeps the sheet may do with it. */
export function Gestion({ structure: s, modifie, propose }: PropsFiche) {
  const base = `/structures/${s.id}`
  if (!modifie && !propose) return null
  const [etat, dire] =
    s.etat === 'ouverte' ? (['fermee', 'Elle a fermé'] as const) : (['ouverte', 'Elle est ouverte'] as const)
  return (
    <section aria-labelledby="gestion" class="partie no-print">
      <h2 id="gestion">Tenir cette fiche</h2>
      {modifie && (
        <Form action={`${base}/verifier`}>
          <p class="hint">Vous avez appelé, ou vous y êtes allé·e&nbsp;: dites que tout est juste aujourd’hui.</p>
          <Actions>
            <Button>J’ai vérifié cette fiche</Button>
          </Actions>
        </Form>
      )}
      {modifie && (
        <Form action={`${base}/etat`}>
          <input type="hidden" name="etat" value={etat} />
          <Actions>
            <Button variant="secondary">{dire}</Button>
            {s.etat === 'ferme-a-confirmer' && (
              <Button variant="secondary" formaction={`${base}/fermer`}>
                Elle a fermé
              </Button>
            )}
          </Actions>
        </Form>
      )}
      <div class="actions">
        <ButtonLink href={`${base}/services/nouveau`}>
          {modifie ? 'Ajouter un service' : 'Proposer un service'}
        </ButtonLink>
        {modifie && (
          <>
            <ButtonLink href={`${base}/contacts/nouveau`}>Ajouter un contact</ButtonLink>
            <ButtonLink href={`${base}/liens`}>Inviter la structure à corriger</ButtonLink>
            <ButtonLink href={`${base}/doublons`} variant="link">
              Chercher des doublons
            </ButtonLink>
            <ButtonLink href={`${base}/retirer`} variant="link">
              Retirer la fiche
            </ButtonLink>
          </>
        )}
      </div>
    </section>
  )
}
