/** A page in the main navigation. */
export interface NavigationEntry {
  to: string
  label: () => string
  /** Signed in, and with one of these roles; [] for anybody signed in, absent for everybody. */
  roles?: string[]
}

/** What stands there in both tiers, before the pages of the tier itself (`meta.nav`). */
export const navigation: NavigationEntry[] = []

if (__GALLERY__) {
  navigation.push({ to: '/gallery', label: () => 'Kit' }, { to: '/staff/gallery', label: () => 'Staff kit' })
}
