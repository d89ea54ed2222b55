"""The roles a person may hold at a post, as the acts of the kinds name them (disputes.md 7.2)."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A post's role. A person may hold several; some acts need a second person all the same."""

    OFFICER = "officer"  # full-time grid officer 专职网格员
    ASSISTANT = "assistant"  # village assistant 嘎查协助员
    MEDIATOR = "mediator"  # appointed people's mediator 人民调解员
    CHAIR = "chair"  # mediation committee chair 调委会主任
    REGISTRAR = "registrar"  # registrar of the committee 登记员
    CHIEF = "chief"  # station chief, week lead 站长
    JUDICIAL = "judicial"  # sumu judicial office 司法所
    COORDINATOR = "coordinator"  # banner coordinator 旗级协调员
    SAFETY = "safety"  # safety lead 安全专员
    CLERK = "clerk"  # window clerk 窗口人员
    ARCHIVIST = "archivist"  # 档案员
    STATISTICIAN = "statistician"  # counts only 统计员
    PRIVACY = "privacy"  # personal information protection officer 个人信息保护负责人
    AUDITOR = "auditor"  # 审计员
    INTERPRETER = "interpreter"  # 翻译员
    ADMIN = "admin"  # runs the machine, sees no case 系统管理员
    HOUSE = "house"  # the server itself, acting by a rule that a person set 系统


FIELD_ROLES = (Role.OFFICER, Role.ASSISTANT)
EVERYONE = tuple(role for role in Role if role not in (Role.ADMIN, Role.HOUSE, Role.STATISTICIAN))
