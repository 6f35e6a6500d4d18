package document

// The program's own sentences on papers. They are frozen in Chinese; the reading aid has them in
// English, while what people wrote stays as it was written.
const (
	FormElectronic  = "电子件"
	FormOriginal    = "原件"
	FormCopied      = "复印件"
	FormCounter     = "申请表（窗口录入）"
	FormNotNeeded   = "免提交"
	FormOnline      = "申请表（在线填报）"
	FormGuide       = "符合办事指南要求的电子件或者原件"
	WhereToCorrect  = "登录一站办，在“我的办件”中按清单逐项补正；也可以到综合窗口办理"
	MaterialsReturn = "申请材料为电子件，申请人可以自行下载；纸质原件由综合窗口退还"
	GapConsequence  = "终止办理，并将失信情况记入信用记录"
	LicenceContent  = "许可内容"
	AsLicensed      = "见原证照"
	FiledContent    = "备案信息"
	AsFiled         = "见原备案"
	GeneralWindow   = "综合窗口"
	PromiseKnown    = "已经知晓并理解本机关告知的全部内容"
	PromiseMet      = "已经符合告知的条件、标准和技术要求，所填信息和所交材料真实、合法、有效"
	PromiseBound    = "配合核查，愿意承担不实承诺、违反承诺的法律责任"
	VerifiedSoon    = "本机关自证照或者决定送达之日起20个工作日内核查承诺内容是否属实"
	FalsePromise    = "依法终止办理、责令限期整改、撤销决定或者予以行政处罚，并记入信用记录"
	GroundMet       = "经审查，符合法定条件、标准"
)

var standing = map[string]string{
	FormElectronic:  "electronic file",
	FormOriginal:    "original",
	FormCopied:      "copy",
	FormCounter:     "Application form (entered at the counter)",
	FormNotNeeded:   "not to be handed in: already held",
	FormOnline:      "Application form (filled in online)",
	FormGuide:       "electronic file or original as the guide of the item asks",
	WhereToCorrect:  "sign in to the portal and correct each line under “My cases”, or come to the general window",
	MaterialsReturn: "the materials are electronic files, which the applicant may download; the window returns paper originals",
	GapConsequence:  "the case is terminated and the broken promise enters the credit record",
	LicenceContent:  "What is permitted",
	AsLicensed:      "as the licence says",
	FiledContent:    "Filed information",
	AsFiled:         "as filed",
	GeneralWindow:   "the general window",
	PromiseKnown:    "we know and understand all that this agency has told us",
	PromiseMet:      "we meet the conditions, standards and technical requirements told; what we entered and handed in is true, lawful and valid",
	PromiseBound:    "we assist the verification and answer in law for a false or broken commitment",
	VerifiedSoon:    "within 20 working days of delivering the licence or decision this agency verifies that the commitment is true",
	FalsePromise:    "by law the case is terminated, correction ordered, the decision annulled or a penalty imposed, and the credit record says so",
	GroundMet:       "It was examined and meets the conditions and standards of the law",
	"项目名称":          "Project name",
	"项目代码":          "Project code",
	"申请表":           "Application form",
	"申请表及全部材料":      "Application form and all materials",
	"本人":            "the recipient in person",
	"法定代表人":         "legal representative",
	"经办人":           "the person in charge of the case",
	"代理人":           "agent",
	"受委托人":          "agent",
}

// said gives a sentence of the program's own in both languages, any other as it was written.
func said(s string) text { return text{s, or(standing[s], s)} }

// named gives a name with its English one; without one, as said.
func named(zh, en string) text { return text{zh, or(en, said(zh).en)} }

// sealEn puts a translation beside the name of a seal, which stays as it is engraved.
var sealEn = map[Seal]string{
	SealReceive: "受理专用章 (seal for acceptance)", SealApproval: "行政审批专用章 (seal for approvals)", SealOfficial: "公章 (official seal)",
}
