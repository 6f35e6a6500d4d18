package store

import (
	"fmt"
	"testing"

	"onestop.internal/models"
	"onestop.internal/policy"
)

// The stream asks in memory what lists ask in SQL: both must say the same of every reader and case.
func TestReachSaysOfEveryReaderWhatTheQueriesSay(t *testing.T) {
	s := openTest(t)
	today := models.MustDate("2026-03-02")
	p, err := policy.New()
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	err = s.InTx(t.Context(), func(tx *Tx) error {
		var led []int64
		for i, lead := range []int64{60, 70, 0} {
			pr := &models.Project{Number: fmt.Sprintf("XM2026000%d", i), Region: "140999000000", TaskforceID: lead}
			if err := tx.CreateProject(pr); err != nil {
				return err
			}
			led = append(led, pr.ID)
		}
		led = append(led, 0)
		for i, region := range []string{"140999000000", "140999100000", "140999199999", "140998000000", "141000000000"} {
			for e := int64(1); e <= 2; e++ {
				c := &models.Case{Region: region, EnterpriseID: e, AgentID: int64(i) % 3 * 10, ItemCode: fmt.Sprintf("LX-%02d", i), ProjectID: led[(i+int(e))%4]}
				if e == 1 { // the other is a draft still
					c.Number = models.Text(fmt.Sprintf("14099920260302%07d", i))
				}
				if err := tx.CreateCase(c); err != nil {
					return err
				}
				ids = append(ids, c.ID)
				dept := []string{"SLJ", "SLJ#WINDOW", "ZRZY"}[(i+int(e))%3]
				if err := tx.AddParties(models.CaseParty{CaseID: c.ID, Kind: models.PartyDept, Party: dept, Right: models.RightWork}); err != nil {
					return err
				}
			}
		}
		for i, m := range []models.Mandate{
			{EnterpriseID: 1, AgentID: 30, AllItems: true, ValidFrom: today, ValidTo: today},
			{EnterpriseID: 1, AgentID: 40, AllItems: true, ValidFrom: today + 1, ValidTo: today + 9},
			{EnterpriseID: 2, AgentID: 40, AllItems: true, ValidFrom: today - 9, ValidTo: today - 1},
			{EnterpriseID: 2, AgentID: 50, Items: []string{"LX-02", "LX-03"}, ValidFrom: today - 9, ValidTo: today + 9},
			{EnterpriseID: 1, AgentID: 50, AllItems: true, ValidFrom: today - 9, ValidTo: today + 9, RevokedAt: 1},
			{EnterpriseID: 1, AgentID: 10, AllItems: true, ValidFrom: today - 9, ValidTo: today + 9, RevokedAt: 1}, // helps with its cases
			{EnterpriseID: 2, AgentID: 20, Items: []string{"LX-02"}, ValidFrom: today - 9, ValidTo: today + 9, RevokedAt: 1},
			{EnterpriseID: 2, AgentID: 20, AllItems: true, ValidFrom: today, ValidTo: today}, // given anew
		} {
			if err := tx.CreateMandate(&m); err != nil {
				return fmt.Errorf("mandate %d: %w", i, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	readers := []policy.Actor{{}, {Role: policy.SystemAdmin, Region: "140999000000"}}
	for e := int64(1); e <= 3; e++ {
		readers = append(readers, policy.Actor{Role: policy.Enterprise, EnterpriseID: e})
	}
	for _, id := range []int64{10, 20, 30, 40, 50, 60} {
		readers = append(readers, policy.Actor{Role: policy.Agent, UserID: id, Today: today})
	}
	for _, region := range []string{"140999000000", "140999100000", "140000000000", "140998000000", "141000000000"} {
		readers = append(readers, policy.Actor{Role: policy.Leader, Region: region},
			policy.Actor{Role: policy.TaskforceLead, UserID: 60, Region: region}, policy.Actor{Role: policy.TaskforceLead, UserID: 80, Region: region})
		for _, dept := range []string{"SLJ", "ZRZY", "GXJ"} {
			readers = append(readers,
				policy.Actor{Role: policy.Reviewer, Region: region, Dept: dept}, policy.Actor{Role: policy.Window, Region: region, Dept: dept})
		}
	}
	reach, err := s.Reach(t.Context(), ids, today)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, a := range readers {
		scope, _ := p.Scope(a, "case:read") // the zero scope where it is denied
		for _, id := range ids {
			_, err := s.Case(t.Context(), scope, id)
			bySQL := err == nil
			if got := reach[id].Within(scope); got != bySQL {
				t.Errorf("%+v, case %d: %v, the query says %v", a, id, got, bySQL)
			}
			if bySQL {
				seen++
			}
		}
	}
	if seen < 50 {
		t.Errorf("only %d of the pairs are visible: the test tells nothing", seen)
	}
	if reach[1<<40].Within(policy.Everything("test")) {
		t.Error("a case that is not there is visible")
	}
}
