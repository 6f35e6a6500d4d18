package models

import "slices"

// StepTransition is one line of the table of step verbs (RULES §2.1): from any of From, Verb leads to To.
type StepTransition struct {
	Code  string
	From  []StepState
	Verb  string
	To    StepState // "" leaves the state
	Opens StepState // the state of the step that it opens, "" for none
	Auto  bool      // follows from another verb, never said by a person
	Guard string    // what must hold, in words; workflow checks it
}

// AllStepStates are the states of a step in the order of RULES §10.
var AllStepStates = []StepState{
	StepWaiting, StepAssigned, StepInProgress, StepDelegated, StepDone, StepSentBack, StepRecalled, StepTransferred, StepCancelled,
}

var openStep = []StepState{StepAssigned, StepInProgress}

// StepTable lists what may be done to a step in which state. None of it touches the case's status or a clock
// of the law: clock S alone.
var StepTable = []StepTransition{
	{Code: "V09", From: []StepState{StepWaiting}, Verb: "open", To: StepAssigned, Auto: true, Guard: "every step of the places before it has ended"},
	{Code: "V10", From: openStep, Verb: "claim", To: StepInProgress, Guard: "its holder, its desk or the section head; who reviews did not chair the hearing"},
	{Code: "V11", From: openStep, Verb: "done", To: StepDone, Guard: "no step that ends with a move of the case; the case is not paused; 或签: the others are cancelled"},
	{Code: "V12", From: openStep, Verb: "transfer", To: StepTransferred, Opens: StepAssigned, Guard: "转办: to another person of the department; clock S begins anew"},
	{Code: "V13", From: openStep, Verb: "delegate", To: StepDelegated, Opens: StepAssigned, Guard: "委派: to another person of the department; comes back"},
	{Code: "V14", From: []StepState{StepDelegated}, Verb: "delegate_answered", To: StepInProgress, Auto: true, Guard: "the delegate has done it"},
	{Code: "V15", From: openStep, Verb: "send_back", To: StepSentBack, Opens: StepAssigned, Guard: "退回: to an earlier step that is done, never to the window's receipt or the applicant; a remark; who was to sign beside it signs anew"},
	{Code: "V16", From: []StepState{StepDone}, Verb: "recall", To: StepRecalled, Opens: StepInProgress, Guard: "撤回: one's own, before the next has begun"},
	{Code: "V17", From: openStep, Verb: "add_signer", Opens: StepAssigned, Guard: "加签: 会签 all, or 或签 first where nobody of another department signs"},
	{Code: "V18", From: openStep, Verb: "drop_signer", To: StepCancelled, Guard: "减签: an added signer who has not signed"},
	{Code: "V19", From: AllStepStates, Verb: "copy", Guard: "抄送: somebody may read the case and is told"},
	{Code: "V20", From: openStep, Verb: "remind", Guard: "催办: who holds it is told"},
}

// StepAllows tells whether the table has verb from a state, said by a person.
func StepAllows(from StepState, verb string) bool {
	return slices.ContainsFunc(StepTable, func(r StepTransition) bool {
		return !r.Auto && r.Verb == verb && slices.Contains(r.From, from)
	})
}
