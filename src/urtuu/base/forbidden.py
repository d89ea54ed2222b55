"""What the product refuses to know about a person, by the words that name such columns and fields. Pure."""

from __future__ import annotations

import re

CHINESE = (
    "民族",
    "族别",
    "宗教",
    "信仰",
    "政治面貌",
    "党员",
    "身份证",
    "证件号",
    "证件类型",
    "护照",
    "社保号",
    "户口性质",
    "婚姻状况",
    "收入",
    "贫困",
    "低保",
    "学历",
    "文化程度",
    "职业",
    "人员类型",
    "人员类别",
    "重点人员",
    "前科",
    "犯罪",
    "上访",
    "信用分",
    "风险等级",
    "评分",
    "人脸",
    "指纹",
    "血型",
    "经度",
    "纬度",
    "坐标",
    "轨迹",
)
ENGLISH = (
    "ethnicity",
    "ethnic",
    "ethnic group",
    "nationality",
    "race",
    "religion",
    "religious",
    "faith",
    "political",
    "politics",
    "id number",
    "id card",
    "id no",
    "identity number",
    "identity card",
    "national id",
    "citizen id",
    "passport",
    "social security",
    "hukou",
    "marital",
    "income",
    "poverty",
    "poor",
    "education",
    "occupation",
    "person type",
    "key person",
    "criminal",
    "convictions",
    "petitioner",
    "credit score",
    "risk score",
    "risk level",
    "risk grade",
    "face",
    "fingerprint",
    "biometric",
    "blood type",
    "latitude",
    "longitude",
    "lat",
    "lon",
    "lng",
    "gps",
    "coordinates",
    "trajectory",
)
PIECES = (
    "ethnicity",
    "nation",
    "religion",
    "faith",
    "party_member",
    "political",
    "income",
    "id_number",
    "identity",
    "fingerprint",
    "face",
    "voiceprint",
    "latitude",
    "longitude",
    "gps",
    "position",
    "track",
    "score",
    "risk_level",
    "person_type",
    "key_person",
)
"""What may not even be part of a field's name (week.md, disputes.md 7.12). A heading of a list is read more
mildly: an office may well call a column of posts "position"."""


def forbidden_word(name: str) -> str:
    """The word in a heading or field name that the product refuses to keep, or nothing.

    English is read by whole words, however they are joined: `idNumber`, `ID_NUMBER` and `id number` are one,
    and `surface` is no face.
    """
    for word in CHINESE:
        if word in name:
            return word
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    said = " " + " ".join(re.findall(r"[a-z0-9]+", spaced.lower())) + " "
    return next((word for word in ENGLISH if f" {word} " in said), "")


def forbidden_field(name: str) -> str:
    """The word in the name of a field of ours, read more strictly than a heading: any piece of it counts."""
    return forbidden_word(name) or next((piece for piece in PIECES if piece in name.lower()), "")
