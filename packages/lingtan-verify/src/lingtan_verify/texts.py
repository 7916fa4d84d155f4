"""Every sentence the verifier says, in English and Chinese. `{names}` are filled from a reason's values."""

from __future__ import annotations

from collections.abc import Mapping

from lingtan_verify.reason import Reason

__all__ = ["LANGUAGES", "TEXTS", "say", "sentence"]

LANGUAGES = ("en", "zh")

TEXTS: dict[str, tuple[str, str]] = {
    # reading
    "TOO_LARGE": ("larger than the verifier reads (limit {limit})", "超出验证器可读取的大小（上限 {limit}）"),
    "NOT_JSON": ("not JSON in UTF-8", "不是 UTF-8 编码的 JSON"),
    "DUPLICATE_MEMBER": ("the member {member} stands twice", "成员 {member} 出现两次"),
    "BAD_NUMBER": ("the number {number} cannot be carried exactly", "数值 {number} 无法精确表示"),
    "BAD_TEXT": ("text is not Unicode NFC: {text}", "文本不是 Unicode NFC 形式：{text}"),
    "TOO_DEEP": ("nested too deeply", "嵌套过深"),
    "NOT_CANONICAL": (
        "the bytes are not the RFC 8785 form; the file was changed or re-written",
        "字节不是 RFC 8785 规范形式；文件被改动或重写过",
    ),
    "WRONG_TYPE": ("must be: {want}", "类型应为：{want}"),
    "UNKNOWN_MEMBER": ("an unknown member", "未知成员"),
    "MISSING_MEMBER": ("this member is missing", "缺少该成员"),
    "WRONG_LENGTH": ("empty, too short or too long ({length})", "为空、过短或过长（{length}）"),
    "UNSEEN_CHARACTER": ("holds characters that a reader cannot see", "含有读者看不见的字符"),
    "MIXED_SCRIPTS": ("a word mixes Latin letters with look-alikes of another alphabet", "同一词中混用拉丁字母与形似的其他文字"),
    "OUT_OF_RANGE": ("out of range: {value}", "超出范围：{value}"),
    "WRONG_VALUE": ("not a value this format allows", "不是该格式允许的取值"),
    # PDF
    "NOT_PDF": ("not a PDF", "不是 PDF"),
    "PDF_BROKEN": ("the PDF cannot be read ({place})", "PDF 无法读取（{place}）"),
    "PDF_ENCRYPTED": ("the PDF is encrypted", "PDF 已加密"),
    "PDF_FILTER": ("the attached record uses a coding the verifier does not read", "附件记录使用了验证器不支持的编码"),
    "PDF_NO_RECORD": ("the PDF carries no attachment certificate.json", "PDF 中没有附件 certificate.json"),
    "PDF_MANY_RECORDS": (
        "the PDF carries more than one certificate.json, or one was put over another",
        "PDF 含有多个 certificate.json，或其被后来的修订覆盖",
    ),
    "PDF_REVISED": ("the PDF was changed after it was made; its pages may show something else", "PDF 在生成后被修改；页面内容可能已不同"),
    # ZIP and bundle
    "BAD_ZIP": ("the bundle is not a readable ZIP", "证据包不是可读取的 ZIP"),
    "ZIP_NAME": ("a name that the bundle may not hold", "证据包不允许的文件名"),
    "ZIP_TWICE": ("the file stands twice in the bundle", "该文件在证据包中出现两次"),
    "ZIP_NOT_STORED": ("files of a bundle are stored, not compressed or encrypted", "证据包中的文件须为存储方式，不得压缩或加密"),
    "ZIP_NOT_CANONICAL": (
        "the ZIP is not the one byte string of its files: order, times or bytes beside them differ",
        "ZIP 不是其文件的唯一字节形式：次序、时间或其他字节不同",
    ),
    "BAD_BUNDLE_FILE": ("the file has not the shape of its kind ({problem})", "文件结构不符合其类型（{problem}）"),
    "BUNDLE_FILE_MISSING": ("the bundle lacks this file", "证据包缺少该文件"),
    "BUNDLE_FILE_UNEXPECTED": (
        "a {kind} bundle may not hold this file, or the manifest does not list it",
        "{kind} 证据包不得包含该文件，或清单未列出",
    ),
    "BUNDLE_DIGEST": ("the file is not the one of the manifest", "文件与清单摘要不符"),
    "BUNDLE_OF_ANOTHER": ("the bundle belongs to another certificate", "证据包属于另一份证书"),
    "BUNDLE_STAGES": ("the stages of the bundle are not those of the certificate", "证据包的各阶段数值与证书不符"),
    "BUNDLE_NOT_FULL": ("recomputing needs the full bundle", "重新计算需要完整证据包"),
    "COMMITMENTS_ROOT": ("the row commitments do not lead to the certificate's root", "各行承诺与证书的根不符"),
    "OPENING": ("the row does not open its commitment", "该行与其承诺不符"),
    "SERIALS": (
        "the serial numbers are not those the certificate counts: sorted, each once, {count} found",
        "序列号与证书所计不符：应已排序且不重复，实有 {count} 个",
    ),
    "SERIALS_ROOT": ("the serial numbers do not lead to the certificate's root", "序列号与证书的根不符"),
    "SERIAL_GRAMS": ("the grams of the devices are not those of the certificate ({grams} g)", "各设备的克数与证书不符（{grams} 克）"),
    "STUDY_DIGEST": ("the study is not the one that the certificate names", "研究记录不是证书所列的那一份"),
    "STUDY_DIFFERS": ("the study says another {member} than the certificate", "研究记录中的 {member} 与证书不同"),
    "CONFIGURATION_DIGEST": ("the specification is not the configuration that the certificate names", "规格不是证书所列的配置"),
    "FORECAST_IN_STUDY": ("the study rests on a plan's figures, which no certificate may", "研究依据的是方案的预测数值，证书不得以此为据"),
    "FACTORS_DIGEST": ("the factors are not those that the certificate names", "因子不是证书所列的因子"),
    "EVIDENCE_MISSING": ("the registry's document of this credit line is not in the bundle", "证据包中没有该信用额的登记机构文件"),
    # proofs and trust
    "BAD_KEY": ("not a did:key of an Ed25519 key", "不是 Ed25519 密钥的 did:key"),
    "ISSUER_NOT_SIGNER": ("the proof was made with another key than the issuer's", "签名密钥不是签发方的密钥"),
    "BAD_SIGNATURE": (
        "the signature does not fit: changed after signing, or signed with another key",
        "签名不符：签名后被改动，或由其他密钥签名",
    ),
    "NO_TRUST_ANCHOR": (
        "no trust list: give --trust, set LINGTAN_TRUST, or put trust.json beside the file",
        "没有信任列表：请用 --trust、环境变量 LINGTAN_TRUST，或在文件旁放置 trust.json",
    ),
    "BAD_TRUST": ("the trust list cannot be used ({problem})", "信任列表不可用（{problem}）"),
    "UNTRUSTED_KEY": (
        "this key is not among the trusted {role}; a self-made key proves nothing",
        "该密钥不在受信任的 {role} 之列；自制密钥不能证明任何事",
    ),
    "NAME_NOT_OF_KEY": ("signed in the name of {name}, but the key belongs to {trusted}", "以 {name} 的名义签名，但密钥属于 {trusted}"),
    "KEY_REVOKED": ("the key was revoked before this was signed ({role})", "该密钥在签名前已被吊销（{role}）"),
    "KEY_NOT_VALID_THEN": ("the key was not valid at that time ({role})", "该密钥当时不在有效期内（{role}）"),
    # figures
    "STAGES_NOT_MEAN": ("the stages sum to {sum} mg, the mean is {mean} mg", "各阶段之和为 {sum} mg，均值为 {mean} mg"),
    "QUANTILES_OUT_OF_ORDER": ("P5, P50 and P95 are not in order, or the mean lies outside them", "P5、P50、P95 次序不对，或均值不在其间"),
    "SD_IMPLAUSIBLE": (
        "no distribution with a standard deviation of {sd} mg has P5 {p5} mg and P95 {p95} mg",
        "标准差为 {sd} mg 的任何分布都不可能有 P5 {p5} mg 与 P95 {p95} mg",
    ),
    "STAGE_NEGATIVE": ("this stage cannot be negative ({mg} mg)", "该阶段不能为负（{mg} mg）"),
    "BATCH_NOT_MEAN": ("must be {want} mg, is {got} mg", "应为 {want} mg，实际为 {got} mg"),
    "BATCH_BELOW_MEAN": ("the batch figure is below the mean", "批次数值低于均值"),
    "BASIS": ("basis and quantile contradict each other", "核销依据与分位数互相矛盾"),
    "QUANTILE_IMPLAUSIBLE": (
        "the batch's quantile cannot be {above_mg} mg above the mean, when P95 is {common_mg} mg above it with all errors common",
        "批次分位数不可能高出均值 {above_mg} mg（误差完全相关时 P95 高出 {common_mg} mg）",
    ),
    "REQUIRED_GRAMS": ("the required grams must be {want}, are {got}", "应核销 {want} 克，实际写为 {got} 克"),
    "BUFFER_GRAMS": ("the buffer must be {want} g, is {got} g", "缓冲量应为 {want} 克，实际为 {got} 克"),
    "TOTAL_GRAMS": ("the allocated grams must be {want}, are {got}", "分配总量应为 {want} 克，实际为 {got} 克"),
    "SHARE_GRAMS": ("the shares of the devices do not sum to the total", "各设备份额之和不等于总量"),
    # credits
    "RANGE_NOT_TONNES": ("the serial range holds {range} units, {tonnes} t are claimed", "序列号区间含 {range} 个单位，却声称 {tonnes} 吨"),
    "RANGE_OVERLAP": ("the serial range overlaps with {with}", "序列号区间与 {with} 重叠"),
    "SERIAL_FORM": ("not a serial number of the programme {programme}", "不是 {programme} 项目的序列号形式"),
    "SERIAL_SAYS": ("the serial number says {want} for {member}, the line says {got}", "序列号中的 {member} 为 {want}，该行却写 {got}"),
    "REFERENCE_REUSED": (
        "the retirement {reference} stands for another project or vintage too",
        "注销编号 {reference} 同时用于另一项目或年份",
    ),
    "RETIRED_GRAMS": ("the cancelled grams must be {want}, are {got}", "已核销应为 {want} 克，实际写为 {got} 克"),
    "NOT_COVERED": ("{short} g are not covered by cancelled credits", "有 {short} 克没有已核销的信用额覆盖"),
    "CARRIED_FROM": (
        "the certificates named account for {got} g of {want} g carried in",
        "所列来源证书合计 {got} 克，结转为 {want} 克",
    ),
    "REMAINDER_GRAMS": ("the remainder must be {want} g, is {got} g", "余量应为 {want} 克，实际为 {got} 克"),
    "REMAINDER_TOO_LARGE": ("{grams} g is a whole credit or more per line", "{grams} 克已达到每行一个完整信用额"),
    "RETIRED_AFTER_ISSUE": ("cancelled on {retired}, after the certificate of {issued}", "核销日 {retired} 晚于证书日期 {issued}"),
    "RETIRED_BEFORE_STATEMENT": (
        "cancelled on {retired}, before the figure was verified on {statement}",
        "核销日 {retired} 早于数值的核查日 {statement}",
    ),
    "VINTAGE_AFTER_RETIREMENT": (
        "vintage {vintage} is later than the cancellation of {retired}",
        "减排年份 {vintage} 晚于核销日 {retired}",
    ),
    "VINTAGE_TOO_OLD": (
        "vintage {vintage} is more than {years} years older than the cancellation",
        "减排年份 {vintage} 早于核销超过 {years} 年",
    ),
    "BENEFICIARY": ("the registry's beneficiary names neither {holder} nor this batch", "登记的受益人既不是 {holder}，也不是本批次"),
    # dates
    "NOT_YET_VALID": ("valid from {valid_from}, or signed later than now ({now})", "自 {valid_from} 起有效，或签名晚于当前时间（{now}）"),
    "EXPIRED": ("the declared years ended on {valid_until}; the claim has lapsed", "声明年限已于 {valid_until} 结束；声明已失效"),
    "BACK_DATED": ("dated {valid_from} but signed on {created}", "日期写为 {valid_from}，却签于 {created}"),
    "CLAIM_PERIOD": (
        "the claim's period does not fit its validity and the {years} declared years",
        "声明期间与有效期及 {years} 年声明年限不符",
    ),
    "STATUS_ENTRY": ("the status entry names another certificate", "状态条目指向另一份证书"),
    "VERSION": ("version and replaced certificate contradict each other", "版本与所替换证书互相矛盾"),
    "DATA_YEAR": ("data of {year} are later than the certificate", "数据年份 {year} 晚于证书"),
    "VERIFY_ADDRESS": ("the address to verify at is another certificate's: {address}", "验证地址属于另一份证书：{address}"),
    # statement
    "SELF_VERIFICATION": ("{name} may not verify its own product or certificate", "{name} 不得核查自己的产品或证书"),
    "STATEMENT_DIGEST": ("the embedded statement is not the one that the certificate names", "嵌入的核查声明不是证书所列的那一份"),
    "STATEMENT_DIFFERS": ("the statement verified another {member}", "核查声明所核查的 {member} 与证书不同"),
    "STATEMENT_NOT_IN_FORCE": ("the statement was in force from {from} until {until}", "核查声明的有效期为 {from} 至 {until}"),
    "STATEMENT_SIGNED_LATER": ("the statement was signed after the certificate", "核查声明签于证书之后"),
    "STATEMENT_TOO_LONG": (
        "the statement holds from {from} until {until}, longer than five years",
        "核查声明自 {from} 至 {until}，超过五年",
    ),
    "COMPETENCE_EXPIRED": ("the signer's competence ended on {until}", "签署人的资质已于 {until} 到期"),
    "ACCREDITATION_EXPIRED": ("the certifier's accreditation ended on {until}", "核查机构的认可已于 {until} 到期"),
    "FINDINGS_OPEN": (
        "{open} findings were not closed, and not each is a minor one that a qualification names",
        "有 {open} 项发现未关闭，且并非均为保留事项所列的轻微项",
    ),
    "SITE_CLAUSES": (
        "{count} results for {different} clauses: a clause stands under more than one",
        "{different} 个条款却有 {count} 个结论：有条款被列入多个结论",
    ),
    "SAMPLE": ("more was sampled than there is", "抽样数多于总体"),
    "SYNTHETIC_NOT_LABELLED": ("synthetic evidence without the synthetic label", "合成数据未标注为合成"),
    # claim
    "CLAIM_NOT_ALLOWED": (
        "no offset-based product claim to consumers in {market} (Directive (EU) 2024/825)",
        "{market} 市场不得向消费者作出基于抵消的产品声明（欧盟指令 2024/825）",
    ),
    "CLAIM_WORD": ("the wording may not say {word}", "措辞不得使用“{word}”"),
    "CLAIM_LETTERS": ("letters of another script that look like Latin ones", "含有形似拉丁字母的其他文字"),
    "CLAIM_MARKET": (
        "{market} is not a market: give an ISO 3166-1 alpha-2 code, EU or GLO",
        "{market} 不是市场：请用 ISO 3166-1 二位代码、EU 或 GLO",
    ),
    "CLAIM_WORDING": ("the sentence is not the cleared one of this record", "该句不是本记录经审核的措辞"),
    "CLAIM_FIGURE": ("{figure} is none of the certificate's figures", "{figure} 不是证书中的任何数值"),
    "CLAIM_LACKS_FIGURE": ("the wording must show the footprint in kg and the cancelled kg", "措辞必须写明碳足迹 kg 数与已核销 kg 数"),
    # status
    "BAD_STATUS": ("the status list has not its shape ({problem})", "状态列表结构不符（{problem}）"),
    "STATUS_OF_ANOTHER": ("the status list is by {name}, not by the certificate's issuer", "状态列表由 {name} 签发，而非证书签发方"),
    "STATUS_TIME": (
        "the status list of {as_of} is from the future, or older than the certificate",
        "{as_of} 的状态列表来自未来，或早于证书",
    ),
    "STATUS_UNKNOWN": ("the status list does not know {number}", "状态列表中没有 {number}"),
    "STATUS_CONTRADICTS": ("the status list says two things of {number}", "状态列表对 {number} 有两种说法"),
    "REVOKED": ("revoked since {since}: {reason}", "自 {since} 起已撤销：{reason}"),
    "REPLACED": ("replaced by {by} since {since}", "自 {since} 起已由 {by} 替换"),
    "STATEMENT_WITHDRAWN": ("the verification statement {number} was withdrawn on {since}", "核查声明 {number} 已于 {since} 撤回"),
    # membership and recomputing
    "BAD_PATH": ("the path file has not its shape ({problem})", "路径文件结构不符（{problem}）"),
    "NOT_A_MEMBER": ("serial number, secret and path do not lead to this certificate", "序列号、密值与路径不能证明属于本证书"),
    "RECOMPUTE_UNAVAILABLE": ("no installed lingtan found to recompute with", "未找到可用于重新计算的 lingtan"),
    "RECOMPUTE_FAILED": ("recomputing failed: {detail}", "重新计算失败：{detail}"),
    "RECOMPUTE_DIFFERS": ("recomputing gives {got} mg, the certificate says {want} mg", "重新计算得 {got} mg，证书为 {want} mg"),
    "METHOD_VERSION": ("recomputed under {got}, the certificate is of {want}", "重新计算使用 {got}，证书使用 {want}"),
    # several files
    "REPLACED_BY_SHOWN": ("replaced by {by}, which is shown too", "已由同时出示的 {by} 替换"),
    "NUMBER_REUSED": ("another certificate has the same number ({other})", "另一份证书使用相同编号（{other}）"),
    "BATCH_REUSED": ("the same devices stand in {other}", "同一批设备也出现在 {other} 中"),
    "DEVICE_REUSED": ("at least one device stands in {other} too", "至少一台设备也出现在 {other} 中"),
    "REMAINDER_OF_ANOTHER": ("the remainder of {other} belongs to another holder", "{other} 的余量属于另一持有人"),
    "REMAINDER_REUSED": (
        "{other} left {left} g over, {drawn} g were carried in from it",
        "{other} 仅剩余 {left} 克，却被结转 {drawn} 克",
    ),
    "RANGE_REUSED": ("the same credits were cancelled for {other}", "同一信用额也用于 {other}"),
    # what is said when all is well
    "VALID": ("VALID", "有效"),
    "NOT_VALID": ("NOT VALID", "无效"),
    "NOTE_STATUS_NOT_CHECKED": ("valid as issued; status not checked", "按签发时有效；未核对状态"),
    "NOTE_STATUS_OLD": (
        "the status list is more than a month old; ask the issuer for a newer one",
        "状态列表已超过一个月；请向签发方索取更新的列表",
    ),
    "NOTE_CARRIED_IN": (
        "carried-in grams are seen only in the certificates they remain from: give those files too",
        "结转克数须在其来源证书中核对：请一并给出这些文件",
    ),
    "NOTE_SYNTHETIC": ("SYNTHETIC: made up for demonstration, nothing was cancelled", "合成数据：仅供演示，未核销任何信用额"),
    "NOTE_TRUST_BESIDE": (
        "the trust list came with the file; whoever sent one may have made the other",
        "信任列表与文件放在一起；发送文件者也可能制作了列表",
    ),
    "NOTE_PDF": (
        "only the attached record was checked, not what the pages show; compare them with the lines above",
        "只验证了附件中的记录，未验证页面所示；请与以上各行对照",
    ),
    "LABEL_TRUST": ("Trust list: {path} ({digest})", "信任列表：{path}（{digest}）"),
    "LABEL_STATUS": ("Status: {status}, in the list of {as_of}", "状态：{status}（{as_of} 的列表）"),
    "LABEL_RECORD": (
        "No. {number} v{version} · {holder} · {count} × {model} · {mean_kg} kg CO2e each · {total_kg} kg cancelled · {tonnes} t of credits",
        "编号 {number} 第 {version} 版 · {holder} · {model} × {count} · 每台 {mean_kg} kg CO2e · 已核销 {total_kg} kg · 信用额 {tonnes} 吨",
    ),
    "LABEL_SITE": (
        "No. {number} · {site}, {organisation} · {year} · {standard} {grade} · clauses: {met} met, {not_met} not met, {open} not assessable"
        " · signed by {signer}",
        "编号 {number} · {organisation} {site} · {year} 年度 · {standard} {grade} · 条款：满足 {met}，未满足 {not_met}，无法评定 {open}"
        " · 签署人 {signer}",
    ),
    "USAGE_FILE": ("cannot read {path}", "无法读取 {path}"),
    "USAGE_ONE": ("--bundle and --serial need exactly one FILE", "--bundle 与 --serial 只能配合一个 FILE 使用"),
    "USAGE_SERIAL": ("--serial, --secret and --path belong together", "--serial、--secret、--path 须同时给出"),
    "USAGE_AT": ("--at must be YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ", "--at 应为 YYYY-MM-DD 或 YYYY-MM-DDTHH:MM:SSZ"),
    "HELP": ("Checks a statement of cancellation of carbon credits, offline.", "离线验证碳信用核销声明。"),
    "HELP_FILE": (
        "certificate JSON, certificate PDF, or bundle ZIP; several are checked against one another",
        "证书 JSON、证书 PDF 或证据包 ZIP；给出多个时互相核对",
    ),
    "HELP_TRUST": (
        "trust list (default: LINGTAN_TRUST, or trust.json beside the file or one folder up)",
        "信任列表（默认：LINGTAN_TRUST，或文件旁、上级目录的 trust.json）",
    ),
    "HELP_BUNDLE": ("evidence bundle of the certificate", "证书的证据包"),
    "HELP_STATUS": ("the issuer's signed status.json", "签发方签名的 status.json"),
    "HELP_SERIAL": ("serial number of a device", "设备序列号"),
    "HELP_SECRET": ("the device's secret (64 hexadecimal digits)", "设备密值（64 位十六进制）"),
    "HELP_PATH": ("the device's path.json", "设备的 path.json"),
    "HELP_RECOMPUTE": ("recompute the footprint with an installed lingtan", "用已安装的 lingtan 重新计算碳足迹"),
    "HELP_JSON": ("print one JSON object", "输出一个 JSON 对象"),
    "HELP_LANG": ("language: zh or en (default from the environment)", "语言：zh 或 en（默认取自环境）"),
    "HELP_AT": ("check as of this day instead of now", "按指定日期而非当前时间验证"),
}


def sentence(code: str, language: str, values: Mapping[str, object] | None = None) -> str:
    """The sentence of a code; missing values show as `?`."""
    english, chinese = TEXTS[code]
    return (chinese if language == "zh" else english).format_map(_Values(values or {}))


def say(reason: Reason, language: str) -> str:
    """`CODE @ place: sentence`."""
    place = f" @ {reason.place}" if reason.place else ""
    return f"{reason.code}{place}: {sentence(reason.code, language, {'place': reason.place} | dict(reason.values))}"


class _Values(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"
