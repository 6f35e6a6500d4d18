import { formatBytes, t } from '@/i18n'

/** Which files a field takes; `types` are extensions without the dot. */
export interface FileRules {
  types: string[]
  maxBytes: number
}

/** Why a file cannot be taken, or null. The server looks at the content; this only spares a long wait. */
export function refusal(file: { name: string; size: number }, rules: FileRules): string | null {
  const extension = file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase()
  if (file.size === 0) return t('fileEmpty', { name: file.name })
  if (!file.name.includes('.') || !rules.types.includes(extension)) {
    return t('fileWrongType', { name: file.name, types: rules.types.join('、').toUpperCase() })
  }
  if (file.size > rules.maxBytes) return t('fileTooLarge', { name: file.name, size: formatBytes(rules.maxBytes) })
  return null
}
