"""The words of banner and panel, as gettext message ids.

A text's *key* is what an owner overrides in ``akkoord.toml`` and what the widget calls it; its English words are the
message id that the catalogues translate. ``{name}`` placeholders are filled by the backend, never by the widget.
"""

from __future__ import annotations

from .marks import N_, NN_
from .page_texts import RECEIPT_TEXTS, RIGHTS_TEXTS

SCRIPT_TEXTS: dict[str, str] = {
    "settings": N_("Cookie settings"),
}
"""The words that a page needs without a banner: the label of the way back."""

BANNER_TEXTS: dict[str, str] = {
    "title": N_("Cookies on this website"),
    # between a name and what is said of it; French has a space in front
    "colon": N_(": "),
    "intro": N_(
        "We, {controller}, use cookies on this website. Necessary cookies are always on. With your consent we also use:"
    ),
    "change": N_("You can change or withdraw your choice at any time through “Cookie settings”."),
    "accept_all": N_("Accept all"),
    "reject_all": N_("Reject all"),
    "choose": N_("Choose for yourself"),
    "close_refuses": N_("Close and reject all"),
    "rights_title": N_("Your data and your rights"),
    "gpc": N_(
        "Your browser asks not to sell or share what is known of you (Global Privacy Control). "
        "So advertising cookies are refused already. You can still allow them here for this website."
    ),
    "recorded": N_("Your choice has been saved."),
    "unrecorded": N_(
        "Your choice could not be saved yet. "
        "We will try again; until then nothing that you have to consent to is loaded."
    ),
}
"""The words of the first layer: all that a first visitor needs at once."""

AGAIN_TEXTS: dict[str, str] = {
    "again_intro": N_(
        "We, {controller}, ask you again, only about what is new. Your other choices stay as you have made them."
    ),
    "again_accept": N_("Accept"),
    "again_reject": N_("Reject"),
    "again_new": N_("New since your choice: {news}"),
}
"""The words of a first layer that asks about some categories again; they come in the place of those above."""

PANEL_TEXTS: dict[str, str] = {
    "embed": N_("This content comes from {provider}. We need your consent to show it."),
    "embed_once": N_("Show this once"),
    "embed_allow": N_("Allow and show"),
    "panel_title": N_("Your cookie choices"),
    "panel_intro": N_(
        "Choose which cookies {controller} and the providers below may use. "
        "Your choice holds for {lifetime}; you can change or withdraw it at any time."
    ),
    "always_on": N_("Always on"),
    "provider": N_("Provider"),
    "purpose": N_("Purpose"),
    "privacy": N_("Privacy statement"),
    "cookie": N_("Name"),
    "kind": N_("Kind"),
    "lifetime": N_("Lifetime"),
    "no_cookies": N_("This provider sets no cookies through this website, but does receive your IP address."),
    "save": N_("Save my choice"),
    "close": N_("Close"),
    "language": N_("Language"),
    "rights": N_(
        "You have the right to see, correct and erase what is kept of your choice, and to lodge a complaint with the "
        "data protection authority."
    ),
    "statement": N_("Read our privacy statement"),
    "declaration": N_("Cookie declaration"),
    "authorities": N_("Data protection authorities in Europe"),
    "receipt": N_("Proof of your choice"),
    "receipt_number": N_("Consent number"),
    "receipt_given": N_("Chosen on"),
    "receipt_until": N_("Valid until"),
}
"""The words of the second layer, which is fetched when it is first needed."""

PROVIDERS = NN_("{count} provider", "{count} providers")
"""How many are behind a category."""

OUTSIDE = N_("outside the European Economic Area")
"""Of a provider's country: what is sent there leaves the reach of European law (GDPR, chapter V)."""

DECLARATION_TEXTS: dict[str, str] = {
    "intro": N_(
        "{controller} uses the cookies and similar techniques below on this website. "
        "Here you read who places them, what for, and how long they stay."
    ),
    "necessary": N_("These are always on. The website cannot work without them, and the law asks no consent for them."),
    "asked": N_("These are used only after you have said yes."),
    "country": N_("Country"),
    "providers": N_("Providers: {providers}."),
    "choice": N_("Your choice"),
    "stored": N_(
        "Of your choice these are kept: a random number, the time, what you chose, the language, whether your screen "
        "is narrow or wide, and what you were asked. No name and no IP address are kept."
    ),
    "kept": N_("Your choice is valid for {lifetime}. The proof of it is erased {retention} after that."),
    "version": N_("Version of these questions: {version}"),
}
"""The words of the page that declares all cookies, besides those of the panel."""

GALLERY_TEXTS: dict[str, str] = {
    "title": N_("All looks of the banner"),
    "layout": N_("Layout"),
    "bar": N_("Bar"),
    "box": N_("Box"),
    "centred": N_("Centred"),
    "scheme": N_("Colours"),
    "light": N_("Light"),
    "dark": N_("Dark"),
    "state": N_("What is shown"),
    "banner": N_("First question"),
    "panel": N_("All choices"),
    "placeholder": N_("Held video"),
}
"""The words of the demo's gallery."""

CATEGORY_TEXTS: dict[str, tuple[str, str]] = {
    "necessary": (
        N_("Necessary cookies"),
        N_("needed to make the website work and to remember your choice"),
    ),
    "functional": (
        N_("Functional cookies"),
        N_("to offer extras, such as chat and remembered preferences"),
    ),
    "analytics": (
        N_("Analytical cookies"),
        N_("to measure how the website is used, so that we can improve it"),
    ),
    "marketing": (
        N_("Advertising cookies"),
        N_("with which advertisers follow what you look at, to show you advertisements that fit"),
    ),
}
"""Category -> name, and what it is for, written so that it can follow the name and a colon."""

PURPOSES: dict[str, str] = {
    "remember-choice": N_("Remember your cookie choice"),
    "deliver": N_("Deliver files that the website needs"),
    "protect": N_("Tell people and robots apart, and keep the website safe"),
    "pay": N_("Handle payments"),
    "remember-preferences": N_("Remember your preferences"),
    "chat": N_("Let you chat with us"),
    "show-map": N_("Show maps"),
    "show-fonts": N_("Show fonts"),
    "show-form": N_("Show forms"),
    "play-video": N_("Play videos"),
    "play-audio": N_("Play music and podcasts"),
    "read-aloud": N_("Read pages aloud"),
    "search": N_("Let you search the website"),
    "make-appointments": N_("Let you make an appointment"),
    "measure-audience": N_("Measure how the website is used"),
    "record-sessions": N_("Record how visitors move through pages"),
    "compare-variants": N_("Compare variants of pages"),
    "find-errors": N_("Find errors and slow pages"),
    "ask-opinion": N_("Ask for your opinion"),
    "personalise": N_("Fit the website to you"),
    "manage-tags": N_("Load and manage other services"),
    "collect-reviews": N_("Collect and show reviews"),
    "advertise": N_("Show advertisements and measure their effect"),
    "personalise-advertisements": N_("Show advertisements that fit what you look at"),
    "reward-referrals": N_("See which website referred you, and reward it"),
    "share-social": N_("Show and share content of social media"),
    "send-email": N_("Send e-mails and measure whether they are read"),
    "send-notifications": N_("Send notifications in the browser"),
}
"""Purpose id -> its words. A service names the id, so that mending a typo here does not ask anybody again."""

KINDS: dict[str, str] = {
    "cookie": N_("Cookie"),
    "local storage": N_("Local storage"),
    "session storage": N_("Session storage"),
    "database": N_("Database in the browser"),
    "cache": N_("Cache in the browser"),
}

LIFETIME_TEXTS: dict[str, str] = {
    "session": N_("until you close the browser"),
    "persistent": N_("until you clear it"),
}

OWN_WORDS: dict[str, str] = {
    **SCRIPT_TEXTS,
    **BANNER_TEXTS,
    **AGAIN_TEXTS,
    **PANEL_TEXTS,
    **{f"{category}_name": name for category, (name, _) in CATEGORY_TEXTS.items()},
    **{f"{category}_text": text for category, (_, text) in CATEGORY_TEXTS.items()},
    **{f"purpose_{purpose}": text for purpose, text in PURPOSES.items()},
    **{f"declaration_{key}": text for key, text in DECLARATION_TEXTS.items()},
    **{f"receipt_{key}": text for key, text in RECEIPT_TEXTS.items()},
    **{f"rights_{key}": text for key, text in RIGHTS_TEXTS.items()},
}
"""Everything that an owner can put in words of his own: text key -> message id."""
