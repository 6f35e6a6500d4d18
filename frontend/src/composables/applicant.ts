import { t } from '@/i18n/apply'
import { useSession } from './session'

/** Where one who applies goes back to: an enterprise to its own pages, an agent to the desk. */
export function applicantHome() {
  const agent = useSession().hasRole('AGENT')
  return {
    agent,
    to: agent ? '/staff/agent' : '/me',
    get label(): string {
      return t(agent ? 'desk' : 'mine')
    },
    /** From the page of a draft up. */
    get trail(): { to: string; label: string }[] {
      const up = [{ to: this.to, label: this.label }]
      return agent ? up : [...up, { to: '/me/cases?tab=drafts', label: t('drafts') }]
    },
    /** Where one is when a draft is gone. */
    afterDiscard: agent ? '/staff/agent' : '/me/cases?tab=drafts',
  }
}
