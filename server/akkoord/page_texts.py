"""The words of the pages on a visitor's proof and rights, as gettext message ids. See :mod:`akkoord.texts`."""

from __future__ import annotations

from .marks import N_

RECEIPT_TEXTS: dict[str, str] = {
    "asked_by": N_("Asked by"),
    "yes": N_("Yes"),
    "no": N_("No"),
    "how": N_("Chosen through"),
    "how_banner": N_("First question"),
    "how_panel": N_("All choices"),
    "how_api": N_("A script of the website"),
    "screen": N_("Screen"),
    "narrow": N_("Narrow"),
    "wide": N_("Wide"),
    "visitor": N_("Random number of your browser"),
    "unsealed": N_("This choice can be proved within a minute."),
    "sealed": N_("This choice is number {index} in a register in which nothing can be changed unnoticed."),
    "download": N_("Download this proof"),
    "check": N_("Check this proof"),
}
"""The words of a proof on paper, besides those of the panel."""

RIGHTS_TEXTS: dict[str, str] = {
    "title": N_("Your data and your rights"),
    "intro": N_(
        "Here you see what is kept of your choice. You can change it, take it with you and erase it. "
        "You need no account."
    ),
    "none": N_("As far as this browser shows, nothing is kept of you here."),
    "other": N_("Did you choose on another device?"),
    "other_text": N_("Enter the consent number. It is in “Cookie settings” and on your proof."),
    "code": N_("Consent number or token"),
    "open": N_("Show"),
    "unknown": N_("Nothing is kept under this number."),
    "again": N_("This page was open for too long. Please try again."),
    "by_number": N_(
        "You see what is kept under the number that you entered. With a number you can refuse, withdraw and erase, "
        "but not say yes."
    ),
    "kept": N_("What is kept"),
    "since": N_("Kept since"),
    "until": N_("Erased by"),
    "history": N_("Your choices so far"),
    "take": N_("Take it with you"),
    "format": N_("Download as {format}"),
    "correct": N_("Change your choice"),
    "withdraw": N_("Withdraw all consent"),
    "withdraw_text": N_("From then on, nothing that you have to consent to is loaded."),
    "erase": N_("Erase everything"),
    "erase_text": N_(
        "Your choices and the proof of them are erased for good, and you are asked again. Counts that name nobody stay."
    ),
    "erase_sure": N_("Do you want to erase everything?"),
    "erased": N_("Everything has been erased."),
    "back": N_("Back"),
    "restrict": N_("Restrict the use"),
    "restrict_text": N_("What is kept is then only stored. It is not erased until you lift the restriction."),
    "restricted": N_("The use has been restricted since {date}."),
    "lift": N_("Lift the restriction"),
    "lifted": N_("The restriction has been lifted."),
    "elsewhere": N_("Also change it on the device on which you chose, through “Cookie settings”."),
}
"""The words of the page on which visitors see, take, correct and erase what is kept of them."""

VERIFY_TEXTS: dict[str, str] = {
    "title": N_("Check a proof"),
    "intro": N_("Choose the file of a proof, or paste its text. It is checked in your browser and sent to nobody."),
    "file": N_("File"),
    "text": N_("Text of the proof"),
    "check": N_("Check"),
    "whole": N_("The proof is as it was issued"),
    "token": N_("The choice is signed"),
    "place": N_("The choice is in the register"),
    "register": N_("The register is signed"),
    "right": N_("Correct"),
    "wrong": N_("Not correct"),
    "absent": N_("Not in this proof"),
    "genuine": N_("This proof is genuine."),
    "altered": N_("This proof is not genuine."),
    "none": N_("This is not a proof of a choice."),
    "cannot": N_("Your browser cannot check this. This command can:"),
}
"""The words of the page that checks a proof. It belongs to no site, so no owner changes them."""
