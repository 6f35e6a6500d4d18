package seed

import "onestop.internal/policy"

// Accounts gives the accounts that are shown when a demo starts, one for each role.
func Accounts() []Account {
	var out []Account
	for _, a := range []struct {
		login string
		role  policy.Role
	}{
		{"enterprise", policy.Enterprise}, {"agent", policy.Agent}, {"window", policy.Window}, {"reviewer", policy.Reviewer},
		{"sectionhead", policy.SectionHead}, {"approver", policy.Approver}, {"agencyleader", policy.AgencyLeader},
		{"leaddept", policy.LeadDept}, {"taskforce", policy.TaskforceLead}, {"leader", policy.Leader}, {"supervisor", policy.Supervisor},
		{"sysadmin", policy.SystemAdmin}, {"secadmin", policy.SecurityAdmin}, {"auditor", policy.Auditor},
	} {
		out = append(out, Account{Login: a.login, Password: demoPassword, Role: roleNames[a.role]})
	}
	return out
}
