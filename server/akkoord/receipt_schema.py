"""The shape of a receipt, as a JSON schema: every field that ISO/IEC TS 27560 asks for, and what the GDPR adds to it.

The standard itself is not free. The list of its fields is that of the W3C's guide for DPV.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def _object(required: Schema, optional: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _list(items: Schema, least: int = 1) -> Schema:
    return {"type": "array", "items": items, "minItems": least}


def _types(*names: str) -> Schema:
    return {
        "type": "array",
        "items": {"type": "string"},
        "minItems": 1,
        "allOf": [{"contains": {"const": name}} for name in names],
    }


TEXT: Schema = {"type": "string", "minLength": 1}
ID = _object({"@id": TEXT})
MOMENT = _object({"@type": {"const": "xsd:dateTime"}, "@value": {"type": "string", "format": "date-time"}})
DURATION: Schema = {
    "anyOf": [_object({"@type": {"const": "xsd:duration"}, "@value": {"type": "string", "pattern": "^P"}}), TEXT]
}
STATES = ("ConsentGiven", "RenewedConsentGiven", "ConsentRefused", "ConsentWithdrawn")


def _party(role: str, optional: Schema | None = None) -> Schema:
    """Party id, name, address, contact, and type with role."""
    return _object(
        {
            "@type": _types("dpv:LegalEntity", role),
            "dct:identifier": TEXT,
            "dpv:hasName": TEXT,
            "dpv:hasAddress": TEXT,
            "dpv:hasContact": TEXT,
        },
        {"@id": TEXT, **(optional or {})},
    )


DATA = _object(
    {"@type": _types("dpv:PersonalData"), "dct:title": TEXT, "specialCategory": {"type": "boolean"}},
    {"dpv:hasDuration": DURATION},
)
PURPOSE = _object(
    {
        "@id": TEXT,
        "@type": _types("dpv:Purpose"),
        "dct:title": TEXT,
        "dct:description": TEXT,
        "dpv:hasConsentStatus": _object({"@id": {"enum": [f"dpv:{state}" for state in STATES]}}),
        "dpv:hasLegalBasis": _object({"@id": {"const": "eu-gdpr:A6-1-a"}}),
        "dpv:hasProcessing": _list(ID),
        "dpv:hasDataSource": ID,
        "dpv:hasPersonalData": _list(DATA),
        "dpv:hasStorageCondition": _object(
            {
                "@type": {"const": "dpv:StorageCondition"},
                "dpv:hasLocation": _list({"anyOf": [ID, TEXT]}),
                "dpv:hasDuration": _list(DURATION, 0),
            }
        ),
        "dpv:hasRecipient": _list(_party("dpv:Recipient", {"dct:title": TEXT})),
        "dpv:hasConsentControl": _object({"@type": {"const": "dpv:WithdrawConsent"}, "dpv:isExercisedAt": ID}),
    }
)
EVENT = _object(
    {
        "@type": {
            "type": "array",
            "prefixItems": [
                {"enum": [f"dpv:{state}" for state in STATES]},
                {"const": "dpv:ExplicitlyExpressedConsent"},
            ],
            "minItems": 2,
            "maxItems": 2,
        },
        "dpv:hasPurpose": ID,
        "dpv:hasEntity": ID,
        "dct:date": MOMENT,
        "dct:valid": MOMENT,
        "dpv:hasDuration": DURATION,
    }
)
DECISION = _object(
    {
        **dict.fromkeys(("site", "visitor", "notice", "language", "how", "device", "widget"), TEXT),
        "id": {"type": "string", "format": "uuid"},
        "at": {"type": "string", "format": "date-time"},
        "choices": {"type": "object", "additionalProperties": {"type": "boolean"}},
        "country": {"type": "string"},
    },
    {"variant": TEXT},
)
INCLUSION = _object(
    {
        "leaf": TEXT,
        "index": {"type": "integer", "minimum": 0},
        "size": {"type": "integer", "minimum": 1},
        "path": {"type": "array", "items": TEXT},
        "checkpoint": TEXT,
    }
)
RECEIPT: Schema = {
    "title": "Receipt",
    "description": "The proof of one decision: an ISO/IEC TS 27560 consent receipt as JSON-LD in W3C's DPV.",
    **_object(
        {
            "@context": {"type": "object"},
            "@id": {"type": "string", "pattern": "^urn:uuid:"},
            "@type": _types("dpv:ConsentReceipt"),
            "dct:conformsTo": ID,
            "dct:hasVersion": TEXT,
            "dct:identifier": {"type": "string", "format": "uuid"},
            "dct:language": TEXT,
            "dpv:hasDataSubject": _object(
                {"@id": TEXT, "@type": {"const": "dpv:DataSubject"}, "dct:identifier": TEXT},
            ),
            "dpv:hasNotice": _object(
                {"@id": TEXT, "@type": {"const": "dpv:ConsentNotice"}, "dct:identifier": TEXT, "dct:language": TEXT},
                {"dct:references": ID},
            ),
            "dpv:hasJurisdiction": ID,
            "dpv:hasDataController": _party("dpv:DataController"),
            "dpv:hasAuthority": _party("dpv:DataProtectionAuthority"),
            "dpv:hasRight": _list(ID),
            "dpv:hasStorageCondition": _object(
                {"@type": {"const": "dpv:StorageCondition"}, "dpv:hasLocation": ID, "dpv:hasDuration": DURATION}
            ),
            "dpv:hasIndicationMethod": {"enum": ["banner", "panel", "api", "gpc"]},
            "dpv:hasPurpose": _list(PURPOSE, 0),
            "dct:hasPart": _list(EVENT, 0),
            "asked": {**TEXT, "description": "What was asked, as canonical JSON; its digest begins with its version."},
            "keys": {"type": "string", "format": "uri", "description": "Where the public keys are."},
            "akkoord": _object(
                {
                    "decision": DECISION,
                    "token": {
                        "type": ["string", "null"],
                        "description": "Only for who has shown a token of the same visitor.",
                    },
                    "inclusion": {
                        "anyOf": [INCLUSION, {"type": "null"}],
                        "description": "Its place in the hash tree; null until it is sealed, within a minute.",
                    },
                }
            ),
            "signature": {
                "type": "string",
                "pattern": "^[A-Za-z0-9_-]{86}$",
                "description": "Ed25519 over the line `akkoord receipt 1` and all the rest as canonical JSON.",
            },
        }
    ),
}
"""A receipt as :mod:`akkoord.receipts` makes it."""
