package document

import (
	"sync"

	"onestop.internal/models"
)

// specs is the list of papers. It is built once: the entries name functions of this package.
var specs = sync.OnceValue(func() []Spec {
	list := []Spec{
		{
			Kind: Receipt, Title: "收件回执", TitleEn: "Submission receipt", Seal: SealReceive, signers: byIssuer, write: writeReceipt,
			needs: needs(theCase, receivedAt),
		},
		{
			Kind: Acceptance, Title: "受理通知书", TitleEn: "Acceptance notice", Letter: "受", Seal: SealReceive, signers: byIssuer, act: ActAccept,
			write: writeAcceptance, needs: needs(theCase, accepted, limits, basis, queryCode),
		},
		{
			Kind: DeemedAcceptance, Title: "受理通知书（视为受理）", TitleEn: "Acceptance notice (deemed acceptance)", Letter: "受", Seal: SealReceive,
			signers: byIssuer, act: ActDeemed, write: writeDeemed, needs: needs(theCase, accepted, limits, basis, queryCode, window),
		},
		{
			Kind: CorrectionNotice, Title: "一次性补正告知书", TitleEn: "One-time correction notice", Letter: "补", Seal: SealReceive, signers: byIssuer,
			act: ActCorrect, retitle: correctionTitle, write: writeCorrection, needs: needs(theCase, receivedOn, basis, defects),
		},
		{
			Kind: ReturnNotice, Title: "一次性告知单", TitleEn: "One-time notice with return of materials", Letter: "告", Seal: SealReceive,
			signers: byIssuer, act: ActReturn, write: writeReturn, needs: needs(theCase, receivedOn, basis, defects),
		},
		{
			Kind: NonAcceptance, Title: "不予受理决定书", TitleEn: "Decision of non-acceptance", Letter: "不受", Remedies: true, Seal: SealReceive,
			signers: byIssuer, act: ActNotAccept, write: writeNonAcceptance, needs: needs(theCase, receivedOn, basis, notAccept),
		},
		{
			Kind: NotRequiredNotice, Title: "不受理告知书", TitleEn: "Notice that no permit is required", Letter: "不受", Remedies: true,
			Seal: SealReceive, signers: byIssuer, act: ActNotRequired, write: writeNotRequired, needs: needs(theCase, receivedOn, basis),
		},
		{
			Kind: Tolerant, Title: "容缺受理通知书", TitleEn: "Notice of tolerant acceptance", Letter: "受", Seal: SealReceive, signers: byIssuer,
			act: ActTolerate, note: twoCopies, write: writeTolerant, needs: needs(theCase, accepted, limits, basis, queryCode, gap),
		},
		{
			Kind: TolerantPromise, Title: "容缺受理承诺书", TitleEn: "Promise to hand in missing materials", signers: byActing, toIssuer: true, byPeople: true,
			act: ActTolerate, note: twoCopies, write: writeTolerantPromise, needs: needs(theCase, basis, gap),
		},
		{
			Kind: CommitmentPaper, Title: "告知承诺书", TitleEn: "Notification and commitment", Seal: SealReceive, signers: byBoth,
			act: ActCommit, note: twoCopies, write: writeCommitment, needs: needs(theCase, basis, commitment),
		},
		{
			Kind: SpecialProcedure, Title: "特别程序告知书", TitleEn: "Notice of a special procedure", Letter: "特", Seal: SealApproval,
			signers: byIssuer, act: ActPause, write: writeSpecial, needs: needs(theCase, accepted, basis, pause),
		},
		{
			Kind: SpecialContinued, Title: "特别程序告知书（续）", TitleEn: "Notice of a special procedure (continued)", Letter: "特",
			Seal: SealApproval, signers: byIssuer, act: ActPause, write: writeSpecialContinued, needs: needs(theCase, accepted, basis, pause, replanned),
		},
		{
			Kind: ExtensionNotice, Title: "延期通知书", TitleEn: "Notice of extension", Letter: "延", Seal: SealApproval, signers: byIssuer,
			write: writeExtension, needs: needs(theCase, accepted, basis, extension),
		},
		{
			Kind: HearingRight, Title: "听证告知书", TitleEn: "Notice of the right to a hearing", Letter: "听告", Seal: SealApproval, signers: byIssuer,
			write: writeHearingRight, needs: needs(theCase, accepted, basis, hearing, hearingAsk),
		},
		{
			Kind: HearingNotice, Title: "听证通知书", TitleEn: "Notice of a hearing", Letter: "听通", Seal: SealApproval, signers: byIssuer,
			write: writeHearingNotice, needs: needs(theCase, accepted, basis, hearing, hearingHeld),
		},
		{
			Kind: HearingRecord, Title: "听证笔录", TitleEn: "Record of a hearing", signers: []signer{signChair, signClerk, signAttended}, blankDates: true,
			noRecipient: true, write: writeHearingRecord, needs: needs(theCase, hearing, hearingHeld, hearingMinutes),
		},
		{
			Kind: Grant, Title: "准予行政许可决定书", TitleEn: "Decision granting a permit", Letter: "准", Seal: SealApproval, signers: byIssuer,
			act: ActGrant, retitle: grantTitle, write: writeGrant, needs: needs(theCase, receivedOn, basis, decided, granted),
		},
		{
			Kind: Refusal, Title: "不予行政许可决定书", TitleEn: "Decision refusing a permit", Letter: "不", Remedies: true, Seal: SealApproval,
			signers: byIssuer, act: ActRefuse, retitle: refusalTitle, write: writeRefusal, needs: needs(theCase, receivedOn, basis, decided, refused),
		},
		{
			Kind: Certificate, Title: "证照", TitleEn: "Licence", Seal: SealApproval, signers: byIssuer, noRecipient: true,
			retitle: certificateTitle, write: writeCertificate, needs: needs(theCase, decided, granted, certificate, holder),
		},
		{
			Kind: ProofOfDelivery, Title: "送达回证", TitleEn: "Proof of delivery", signers: []signer{signReceiver, signServer}, blankDates: true,
			noRecipient: true, write: writeDelivery, needs: needs(theCase, holder, delivery),
		},
		{
			Kind: SuspensionNotice, Title: "中止通知书", TitleEn: "Notice of suspension", Letter: "中", Seal: SealApproval, signers: byIssuer,
			write: writeSuspension, needs: needs(theCase, accepted, basis, ending),
		},
		{
			Kind: ResumptionNotice, Title: "恢复审批通知书", TitleEn: "Notice of resumption", Letter: "恢", Seal: SealApproval, signers: byIssuer,
			write: writeResumption, needs: needs(theCase, accepted, ending, suspendedOn),
		},
		{
			Kind: Termination, Title: "终止办理决定书", TitleEn: "Decision of termination", Letter: "终", Remedies: true, Seal: SealApproval,
			signers: byIssuer, write: writeTermination, needs: needs(theCase, receivedOn, basis, ending, materialsReturn),
		},
		{
			Kind: WithdrawalConfirm, Title: "撤回申请确认书", TitleEn: "Confirmation of withdrawal", Letter: "撤", Seal: SealReceive,
			signers: byIssuer, write: writeWithdrawal, needs: needs(theCase, ending, materialsReturn),
		},
		{
			Kind: Annulment, Title: "撤销行政许可决定书", TitleEn: "Decision annulling a permit", Letter: "撤销", Remedies: true, Seal: SealApproval,
			signers: byIssuer, write: writeAnnulment, needs: needs(theCase, basis, licence),
		},
		{
			Kind: AgencyWithdrawal, Title: "撤回行政许可决定书", TitleEn: "Decision withdrawing a permit", Letter: "撤回", Remedies: true,
			Seal: SealApproval, signers: byIssuer, write: writeAgencyWithdrawal, needs: needs(theCase, basis, licence, indemnity),
		},
		{
			Kind: Deregistration, Title: "注销行政许可决定书", TitleEn: "Decision cancelling a permit", Letter: "注", Remedies: true,
			Seal: SealApproval, signers: byIssuer, write: writeDeregistration, needs: needs(theCase, basis, licence),
		},
		{
			Kind: LicenceChange, Title: "准予变更行政许可决定书", TitleEn: "Decision changing a permit", Letter: "变", Seal: SealApproval,
			signers: byIssuer, act: ActChange, write: writeLicenceChange, needs: needs(theCase, receivedOn, decided, granted, basis, licence, licenceChanges),
		},
		{
			Kind: LicenceRenewal, Title: "准予延续行政许可决定书", TitleEn: "Decision renewing a permit", Letter: "续", Seal: SealApproval,
			signers: byIssuer, act: ActRenew, write: writeLicenceRenewal, needs: needs(theCase, receivedOn, decided, granted, basis, licence, renewedUntil),
		},
		{
			Kind: FilingProof, Title: "备案证明", TitleEn: "Proof of filing", Letter: "备", Seal: SealApproval, signers: byIssuer, act: ActFile,
			write: writeFilingProof, needs: needs(theCase, basis, filedOn),
		},
		{
			Kind: FilingGuidance, Title: "指导补正单", TitleEn: "Guidance on missing information", Letter: "指", Seal: SealReceive,
			signers: byIssuer, write: writeGuidance, needs: needs(theCase, receivedOn, defectsOrBody),
		},
		{
			Kind: FilingChange, Title: "备案变更告知书", TitleEn: "Notice of a changed filing", Letter: "变", Seal: SealApproval, signers: byIssuer,
			act: ActChangeFiling, write: writeFilingChange, needs: needs(theCase, basis, filingChanges),
		},
		{
			Kind: FilingOrder, Title: "责令改正通知书", TitleEn: "Order to correct", Letter: "责", Remedies: true, Seal: SealOfficial,
			signers: byIssuer, retitle: orderTitle, write: writeFilingOrder, needs: needs(theCase, basis, filingOrder),
		},
		{
			Kind: FilingCorrected, Title: "整改确认书", TitleEn: "Confirmation of correction", Letter: "整", Seal: SealOfficial, signers: byIssuer,
			write: writeFilingCorrected, needs: needs(theCase, filingChecked),
		},
		{
			Kind: FilingCancelled, Title: "注销备案通知书", TitleEn: "Notice of a cancelled filing", Letter: "注", Remedies: true, mild: givenUp,
			Seal: SealApproval, signers: byIssuer, write: writeFilingCancelled, needs: needs(theCase, basis, filingEnded),
		},
		{
			Kind: MandatePaper, Title: "帮办代办委托书", TitleEn: "Mandate for assisted handling", signers: []signer{signPrincipal, signAgent},
			noRecipient: true, byPeople: true, write: writeMandate, needs: needs(holder, mandate),
		},
	}
	for i := range list {
		list[i].Version = 1
		if list[i].Letter != "" && list[i].note.zh == "" {
			list[i].note = copies
		}
	}
	return list
})

// needs joins groups of needs.
func needs(groups ...[]need) []need {
	var all []need
	for _, g := range groups {
		all = append(all, g...)
	}
	return all
}

var (
	theCase = []need{
		{"item.name", func(f *Facts) bool { return f.Item.Name != "" }},
		{"item.code", func(f *Facts) bool { return f.Item.Code != "" }},
		{"caseNumber", func(f *Facts) bool { return f.CaseNumber != "" }},
	}
	holder     = []need{{"recipient.name", func(f *Facts) bool { return f.Recipient.Name != "" }}}
	basis      = []need{{"basis", func(f *Facts) bool { return f.Basis != "" }}}
	queryCode  = []need{{"queryCode", func(f *Facts) bool { return f.QueryCode != "" }}}
	receivedAt = []need{{"receivedAt", func(f *Facts) bool { return f.ReceivedAt != 0 }}, {"window.due", receiptNamesLastDay}}
	receivedOn = []need{{"receivedOn", func(f *Facts) bool { return f.ReceivedOn != 0 }}}
	accepted   = append(receivedOn[:1:1], need{"acceptedOn", func(f *Facts) bool { return f.AcceptedOn != 0 }})
	window     = []need{{"window", func(f *Facts) bool { return f.Window != nil && limit(f.Window.Limit).zh != "" || f.hasBareDay() }}}
	limits     = []need{
		{"limits", func(f *Facts) bool { return f.Limits != nil }},
		{"limits.legalDue", func(f *Facts) bool { return f.Limits != nil && (none(f.Limits.Legal) || f.Limits.LegalDue != 0) }},
		{"limits.promiseDue", func(f *Facts) bool { return f.Limits != nil && (none(f.Limits.Promise) || f.Limits.PromiseDue != 0) }},
		{"limits.start", func(f *Facts) bool { return f.Limits != nil && (f.Limits.absent() || f.Limits.Start != 0) }},
		{"limits.startsOn", func(f *Facts) bool {
			return f.Limits != nil && (f.Limits.absent() || startWords[f.Limits.StartsOn].zh != "")
		}},
	}
	defects = []need{
		{"correction.defects", func(f *Facts) bool { return f.Correction != nil && complete(f.Correction.Defects) }},
		{"correction.localRule", func(f *Facts) bool {
			return f.Correction == nil || f.Correction.By == 0 || f.Correction.LocalRule != ""
		}},
	}
	defectsOrBody = []need{{"correction", func(f *Facts) bool {
		return f.Correction != nil && (f.Correction.Body != "" || complete(f.Correction.Defects))
	}}}
	notAccept = []need{
		{"notAccept.ground", func(f *Facts) bool { return f.NotAccept != nil && notAcceptSays[f.NotAccept.Ground] != nil }},
		{"notAccept", func(f *Facts) bool {
			met := map[Ground]func(*NotAccept) bool{
				GroundNotCompetent: func(n *NotAccept) bool { return n.CompetentBody != "" },
				GroundDefectsUnmet: func(n *NotAccept) bool { return complete(n.Defects) },
				GroundDefectList:   func(n *NotAccept) bool { return complete(n.Defects) },
				GroundFalse:        func(n *NotAccept) bool { return n.Reason != "" },
				GroundBarred:       func(n *NotAccept) bool { return n.Reason != "" && n.BarredUntil != 0 },
			}
			return f.NotAccept != nil && met[f.NotAccept.Ground] != nil && met[f.NotAccept.Ground](f.NotAccept)
		}},
	}
	gap = []need{
		{"gap.items", func(f *Facts) bool { return f.Gap != nil && len(f.Gap.Items) > 0 }},
		{"gap.due", func(f *Facts) bool { return f.Gap != nil && f.Gap.Due != 0 }},
		{"gap.consequence", func(f *Facts) bool { return f.Gap != nil && f.Gap.Consequence != "" }},
	}
	commitment = []need{
		{"commitment.conditions", func(f *Facts) bool { return f.Commitment != nil && len(f.Commitment.Conditions) > 0 }},
		{"commitment.promises", func(f *Facts) bool { return f.Commitment != nil && len(f.Commitment.Promises) > 0 }},
		{"commitment.consequence", func(f *Facts) bool { return f.Commitment != nil && f.Commitment.Consequence != "" }},
		{"commitment.verification", func(f *Facts) bool { return f.Commitment != nil && f.Commitment.Verification != "" }},
	}
	pause = []need{
		{"pause.reason", func(f *Facts) bool { return f.Pause != nil && f.Pause.Reason != "" }},
		{"pause.from", func(f *Facts) bool { return f.Pause != nil && f.Pause.From != 0 }},
		{"pause.plannedEnd", func(f *Facts) bool { return f.Pause != nil && f.Pause.PlannedEnd >= f.Pause.From && f.Pause.From != 0 }},
		{"pause.need", func(f *Facts) bool {
			return f.Pause != nil && f.Pause.Need.Value > 0 && (limit(f.Pause.Need).zh != "" || unresolved(f.Pause.Need))
		}},
		{"pause.newLegalDue", func(f *Facts) bool {
			return f.Pause != nil && (f.Pause.NewLegalDue != 0 || f.Pause.NewPromiseDue != 0 || f.Limits != nil && f.Limits.absent())
		}},
	}
	replanned = []need{
		{"pause.oldPlannedEnd", func(f *Facts) bool { return f.Pause != nil && f.Pause.OldPlannedEnd != 0 }},
		{"pause.why", func(f *Facts) bool { return f.Pause != nil && f.Pause.Why != "" }},
	}
	extension = []need{
		{"extension.oldDue", func(f *Facts) bool { return f.Extension != nil && f.Extension.OldDue != 0 }},
		{"extension.newDue", func(f *Facts) bool { return f.Extension != nil && f.Extension.NewDue > f.Extension.OldDue }},
		{"extension.length", func(f *Facts) bool {
			return f.Extension != nil && f.Extension.Length.Value > 0 && (limit(f.Extension.Length).zh != "" || unresolved(f.Extension.Length))
		}},
		{"extension.reason", func(f *Facts) bool { return f.Extension != nil && f.Extension.Reason != "" }},
		{"extension.approver", func(f *Facts) bool { return f.Extension != nil && approvers[f.Extension.Approver].zh != "" }},
		{"extension.approverName", func(f *Facts) bool { return f.Extension != nil && f.Extension.ApproverName != "" }},
	}
	hearing = []need{
		{"hearing.applicant", func(f *Facts) bool { return f.Hearing != nil && f.Hearing.Applicant != "" }},
		{"hearing.matter", func(f *Facts) bool { return f.Hearing != nil && f.Hearing.Matter != "" }},
	}
	hearingAsk  = []need{{"hearing.askBy", func(f *Facts) bool { return f.Hearing != nil && f.Hearing.AskBy != 0 }}}
	hearingHeld = []need{
		{"hearing.at", func(f *Facts) bool { return f.Hearing != nil && f.Hearing.At != 0 }},
		{"hearing.place", func(f *Facts) bool { return f.Hearing != nil && f.Hearing.Place != "" }},
		{"hearing.chair", func(f *Facts) bool { return f.Hearing != nil && f.Hearing.Chair != "" }},
		{"hearing.clerk", func(f *Facts) bool { return f.Hearing != nil && f.Hearing.Clerk != "" }},
	}
	hearingMinutes = []need{
		{"hearing.attended", func(f *Facts) bool { return f.Hearing != nil && len(f.Hearing.Attended) > 0 }},
		{"hearing.minutes", func(f *Facts) bool { return f.Hearing != nil && f.Hearing.Minutes != "" }},
	}
	decided = []need{{"decision.on", func(f *Facts) bool { return f.Decision != nil && f.Decision.On != 0 }}}
	granted = []need{{"decision.content", func(f *Facts) bool { return f.Decision != nil && f.Decision.Content != "" }}}
	refused = []need{
		{"decision.facts", func(f *Facts) bool { return f.Decision != nil && f.Decision.Facts != "" }},
		{"decision.reasons", func(f *Facts) bool { return f.Decision != nil && f.Decision.Reasons != "" }},
		{"decision.unmet", func(f *Facts) bool { return f.Decision != nil && f.Decision.Unmet != "" }},
	}
	certificate = []need{
		{"decision.licenceName", func(f *Facts) bool { return f.Decision != nil && f.Decision.LicenceName != "" }},
		{"decision.licenceNumber", func(f *Facts) bool { return f.Decision != nil && f.Decision.LicenceNumber != "" }},
	}
	ending = []need{
		{"ending.on", func(f *Facts) bool { return f.Ending != nil && f.Ending.On != 0 }},
		{"ending.reason", func(f *Facts) bool { return f.Ending != nil && f.Ending.Reason != "" }},
	}
	materialsReturn = []need{{"ending.materialsReturn", func(f *Facts) bool { return f.Ending != nil && f.Ending.MaterialsReturn != "" }}}
	suspendedOn     = []need{
		{"ending.suspendedOn", func(f *Facts) bool { return f.Ending != nil && f.Ending.SuspendedOn != 0 }},
		{"ending.newLegalDue", func(f *Facts) bool {
			return f.Ending != nil && (f.Ending.NewLegalDue != 0 || f.Ending.NewPromiseDue != 0 || f.Limits != nil && f.Limits.absent())
		}},
	}
	filedOn       = []need{{"filing.filedOn", func(f *Facts) bool { return f.Filing != nil && f.Filing.FiledOn != 0 }}}
	filingChanges = []need{
		{"filing.changes", func(f *Facts) bool { return f.Filing != nil && len(f.Filing.Changes) > 0 }},
		{"filing.changedOn", func(f *Facts) bool { return f.Filing != nil && f.Filing.ChangedOn != 0 }},
	}
	filingOrder = []need{
		{"filing.grounds", func(f *Facts) bool { return f.Filing != nil && f.Filing.Grounds != "" }},
		{"filing.requirement", func(f *Facts) bool { return f.Filing != nil && f.Filing.Requirement != "" }},
	}
	filingChecked = []need{{"filing.checked", func(f *Facts) bool { return f.Filing != nil && f.Filing.Checked != "" }}}
	filingEnded   = []need{
		{"filing.grounds", func(f *Facts) bool { return f.Filing != nil && f.Filing.Grounds != "" }},
		{"filing.endedOn", func(f *Facts) bool { return f.Filing != nil && f.Filing.EndedOn != 0 }},
	}
	licence = []need{
		{"licence.name", func(f *Facts) bool { return f.Licence != nil && f.Licence.Name != "" }},
		{"licence.number", func(f *Facts) bool { return f.Licence != nil && f.Licence.Number != "" }},
		{"licence.on", func(f *Facts) bool { return f.Licence != nil && f.Licence.On != 0 }},
		{"licence.ground", func(f *Facts) bool { return f.Licence != nil && f.Licence.Ground != "" }},
	}
	licenceChanges = []need{{"licence.changes", func(f *Facts) bool { return f.Licence != nil && len(f.Licence.Changes) > 0 }}}
	renewedUntil   = []need{{"licence.validUntil", func(f *Facts) bool { return f.Licence != nil && f.Licence.ValidUntil != 0 }}}
	indemnity      = []need{{"licence.indemnity", func(f *Facts) bool { return f.Licence != nil && f.Licence.Indemnity != "" }}}
	delivery       = []need{
		{"delivery.papers", func(f *Facts) bool { return f.Delivery != nil && len(f.Delivery.Papers) > 0 }},
		{"delivery.method", func(f *Facts) bool { return f.Delivery != nil && methods[f.Delivery.Method].zh != "" }},
		{"delivery.place", func(f *Facts) bool {
			return f.Delivery != nil && (f.Delivery.Place != "" || f.Delivery.Method != ServeDirect && f.Delivery.Method != ServeLeft)
		}},
		{"delivery.at", func(f *Facts) bool { return f.Delivery != nil && f.Delivery.At != 0 }},
		{"delivery.server", func(f *Facts) bool { return f.Delivery != nil && f.Delivery.Server != "" }},
		{"delivery.proof", func(f *Facts) bool { return f.Delivery != nil && f.Delivery.proven() }},
	}
	mandate = []need{
		{"mandate.agentName", func(f *Facts) bool { return f.Mandate != nil && f.Mandate.AgentName != "" }},
		{"mandate.items", func(f *Facts) bool { return f.Mandate != nil && len(f.Mandate.Items) > 0 }},
		{"mandate.powers", func(f *Facts) bool { return f.Mandate != nil && len(f.Mandate.Powers) > 0 }},
		{"mandate.from", func(f *Facts) bool { return f.Mandate != nil && f.Mandate.From != 0 }},
		{"mandate.until", func(f *Facts) bool {
			return f.Mandate != nil && f.Mandate.Until >= f.Mandate.From && f.Mandate.From != 0
		}},
	}
)

func none(l models.Limit) bool { return l.Unit == models.NoUnit || l.Unit == "" }

// receiptNamesLastDay: where there is a window, the receipt names its last day.
func receiptNamesLastDay(f *Facts) bool { return f.Window == nil || f.Window.Due != 0 }

// complete tells whether every defect says material, problem, basis and how to correct (R-ACC-01).
func complete(ds []Defect) bool {
	for _, d := range ds {
		if d.Material == "" || d.Problem == "" || d.Basis == "" || d.HowToCorrect == "" {
			return false
		}
	}
	return len(ds) > 0
}

// signed tells whether somebody signs for what is served: nobody does where it is left or published, or reaches a system.
func (d *Delivery) signed() bool { return d.Method == ServeDirect || d.Method == ServeMail }

// proven tells whether the proof that its method asks for is there (民事诉讼法 87–95 by analogy).
func (d *Delivery) proven() bool {
	switch d.Method {
	case ServeDirect:
		return d.Receiver != ""
	case ServeElectronic:
		return d.Consent != ""
	case ServeMail:
		return d.Tracking != ""
	case ServeLeft:
		return d.Refusal != "" && (len(d.Witnesses) > 0 || d.Record != "")
	case ServeNotice:
		return d.Published != "" && d.Effective != 0
	}
	return false
}
