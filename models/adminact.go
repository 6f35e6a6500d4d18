package models

// AdminActs are the acts that the journal of administration knows; AdminSubjects are what they are done to.
var (
	AdminActs = []string{
		"absence.declare", "absence.end", "admin.first", "admin.link", "calendar.APPLIED", "calendar.REVOKED", "calendar.draft",
		"catalogue.discard", "catalogue.draft", "catalogue.edit", "catalogue.proposal", "catalogue.publish", "catalogue.rollback", "county.found",
		"department.create", "department.edit", "enterprise.ask_verification", "enterprise.counter", "enterprise.edit", "enterprise.suspend",
		"enterprise.verify", "factor.disable", "factor.enrol", "factor.recovery_code", "factor.renew_codes", "factor.reset",
		"grant.confirm", "grant.propose", "grant.reject", "grant.revoke", "mandate.grant", "mandate.refuse", "mandate.request",
		"mandate.revoke", "member.decide", "member.invite", "member.join", "member.remove", "member.request", "member.role",
		"member.transfer", "password.by_link", "password.change", "password.reset_link", "project.assign_agent", "project.code",
		"project.direct", "project.handover", "project.recode", "register", "rule.confirm", "rule.propose", "rule.reject", "rule.revoke", "setting.save",
		"user.create", "user.disable", "user.edit", "user.enable", "user.end_sessions",
	}
	AdminSubjects = []string{"user", "grant", "department", "absence", "enterprise", "member", "mandate", "rule", "CALENDAR", "SETTING", "ITEM", "project"}
)
