package store

import (
	"strconv"
	"strings"

	"gorm.io/gorm"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// fullRights are the rights of a party that may read a case whole; a sibling's is its state and dates.
var (
	fullRights = []models.Right{models.RightWork, models.RightOpinion, models.RightRead}
	seenRights = append([]models.Right{models.RightSibling}, fullRights...)
)

// within keeps a query of cases inside a scope: of a department's, those in which it has one of some
// rights, fullRights where none are given. Every exported read or change of cases takes one.
func within(in policy.Scope, rights ...models.Right) func(*gorm.DB) *gorm.DB {
	if len(rights) == 0 {
		rights = fullRights
	}
	return func(db *gorm.DB) *gorm.DB {
		r, ok := in.Rows()
		switch {
		case !ok:
			return db.Where("1 = 0")
		case r.All:
			return db
		case r.EnterpriseID != 0:
			return db.Where("cases.enterprise_id = ?", r.EnterpriseID)
		case r.AgentID != 0:
			return db.Where("(cases.agent_id = ? AND NOT "+dismissed+" OR "+mandated+")", r.AgentID, r.AgentID, r.AgentID, r.Today, r.Today)
		}
		db = db.Where("cases.region BETWEEN ? AND ?", regionLow(r.Region), regionHigh(r.Region))
		if r.Dept != "" {
			parties := []string{r.Dept}
			if r.Window {
				parties = append(parties, policy.WindowParty(r.Dept))
			}
			db = partOf(db, models.PartyDept, parties, rights)
		}
		if r.User != "" {
			db = partOf(db, models.PartyUser, []string{r.User}, rights)
		}
		if r.Dept == "" && r.User == "" { // what was never handed in is the applicant's alone
			db = db.Where("cases.number IS NOT NULL")
		}
		if r.TaskforceID != 0 {
			db = db.Where("cases.project_id IN (SELECT p.id FROM projects p WHERE p.taskforce_id = ?)", r.TaskforceID)
		}
		return db
	}
}

// dismissed holds where the enterprise gave the agent a mandate for the case's item and took it back: who
// was let in by it is out at once, even from the cases that name it as their agent (R-RGT-04).
const dismissed = `EXISTS (SELECT 1 FROM mandates m WHERE m.enterprise_id = cases.enterprise_id AND m.agent_id = ?
 AND m.revoked_at IS NOT NULL` + coversItem + `)`

// coversItem holds where a mandate m is for the item of a case.
const coversItem = `
 AND (m.all_items OR EXISTS (SELECT 1 FROM mandate_items mi WHERE mi.mandate_id = m.id AND mi.item_code = cases.item_code))`

// mandated holds where the agent has a mandate of the case's enterprise that is in force and covers
// the case's item.
const mandated = `EXISTS (SELECT 1 FROM mandates m WHERE m.enterprise_id = cases.enterprise_id AND m.agent_id = ?
 AND m.revoked_at IS NULL AND m.valid_from <= ? AND m.valid_to >= ?` + coversItem + `)`

func partOf(db *gorm.DB, kind models.PartyKind, parties []string, rights []models.Right) *gorm.DB {
	return db.Where("EXISTS (SELECT 1 FROM case_parties p WHERE p.case_id = cases.id AND p.kind = ? AND p.party IN ? AND p.party_right IN ?)",
		kind, parties, rights)
}

// regionLow and regionHigh bound a division and all below it: trailing zeros of a code stand for
// "the whole", in pairs down to the county and by three below it.
func regionLow(code string) string { return pad(regionPrefix(code), "0") }

func regionHigh(code string) string { return pad(regionPrefix(code), "9") }

// regionPrefix cuts the part of a 12-digit code that names the division: 2, 4, 6, 9 or 12 digits.
func regionPrefix(code string) string {
	for _, n := range []int{2, 4, 6, 9} {
		if len(code) <= n || strings.Trim(code[n:], "0") == "" {
			return code[:min(n, len(code))]
		}
	}
	return code
}

// pad fills a division code up to its twelve digits: a range of digits sorts alike, and uses the
// index, in every collation of every database, which LIKE and a high last letter do not.
func pad(code, digit string) string { return code + strings.Repeat(digit, max(0, 12-len(code))) }

// UserParty is the party of a person.
func UserParty(id int64) string { return strconv.FormatInt(id, 10) }
