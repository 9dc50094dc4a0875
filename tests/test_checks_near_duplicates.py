from __future__ import annotations

from dataclasses import replace

from deckgen.checks.near_duplicates import check_near_duplicates, near_duplicates
from deckgen.model import Deck, Note

#: Cards on one subject, written for this test; the last words say what a card asks for.
CARDS = [
    ("What is a mitochondrion?", "The organelle that makes ATP by respiration for the cell."),
    ("How do plants make sugar?", "Chloroplasts bind carbon dioxide with the energy of light."),
    ("What is the nucleus for?", "It keeps the chromosomes of a cell apart from the cytoplasm."),
    ("Explain osmosis.", "Water moves through a membrane to where more is dissolved."),
    ("What is diffusion?", "Particles spread from where there are many to where there are few."),
    ("What does a ribosome do?", "It builds proteins from amino acids as RNA tells it."),
    ("How does a cell divide?", "Mitosis shares the copied chromosomes between two cells."),
    ("What is meiosis?", "Two divisions that leave half of the chromosomes in each gamete."),
    ("Describe the role of mitochondria.", "Organelles in which respiration makes ATP for cells."),
    ("How does water cross membranes?", "By active transport, with pumps that need ATP."),
    ("Compare osmosis with diffusion.", "One is of water through membranes, one of anything."),
    ("What is the cell wall?", "A stiff layer of cellulose around plant cells."),
]
NOTES = tuple(
    Note(question=question, answer=answer, file="cells.md", line=4 * n + 1)
    for n, (question, answer) in enumerate(CARDS)
)


def test_same_question_in_other_words_is_found_and_no_other() -> None:
    (pair,) = near_duplicates(NOTES)

    assert (pair.first, pair.second) == (NOTES[0], NOTES[8])
    assert "respiration" in pair.shared


def test_shared_words_of_one_weight_come_in_the_order_of_the_alphabet() -> None:
    notes = (
        Note(question="What is zeta kappa omicron delta?", answer="Some letters."),
        Note(question="Explain omicron zeta delta kappa.", answer="Some letters."),
        Note(question="How are nets mended?", answer="With a needle."),
    )

    (pair,) = near_duplicates(notes)

    assert pair.shared == ("delta", "kappa", "letters", "omicron", "Some")


def test_shared_words_are_whole_words_of_the_note() -> None:
    notes = (
        Note(question="What techniques reduce latency in retrieval?", answer="By shards."),
        Note(question="Which methods reduce retrieval latency?", answer="With shards."),
        *NOTES,
    )

    pair, *_ = near_duplicates(notes)

    said = f"{notes[1].question} {notes[1].answer}".replace("?", " ").replace(".", " ").split()
    assert len(pair.shared) >= 4
    assert set(pair.shared) <= set(said)


def test_pairs_come_the_most_alike_first() -> None:
    likeness = [pair.likeness for pair in near_duplicates(NOTES, 0.05)]

    assert len(likeness) == 3
    assert likeness == sorted(likeness, reverse=True)


def test_comparing_two_things_is_another_question_than_one_of_them() -> None:
    same = Note(question="Explain osmosis.", answer=NOTES[10].answer)
    compared = [pair.likeness for pair in near_duplicates((*NOTES, same)) if pair.second is same]

    assert max(compared) < 0.86


def test_finding_says_what_is_alike_where_and_how_much() -> None:
    (finding,) = check_near_duplicates([Deck(name="A", notes=NOTES)])

    assert (finding.line, finding.code, finding.severity) == (33, "near-duplicate", "info")
    assert '"What is a mitochondrion?" asks (cells.md:1): ' in finding.message
    assert "respiration" in finding.hint


def test_alike_answers_to_questions_on_other_things_are_none() -> None:
    answer = "Its stiff wall of cellulose keeps each plant cell in shape."
    notes = (
        Note(question="Why do trees stand?", answer=answer),
        Note(question="How is paper made?", answer=answer),
    )

    assert near_duplicates(notes) == []


def test_same_is_found_in_scripts_without_spaces() -> None:
    notes = (
        Note(question="什么是线粒体？", answer="细胞中进行呼吸作用并产生能量的细胞器。"),
        Note(question="解释线粒体的概念。", answer="产生能量、进行呼吸作用的细胞器。"),
        Note(question="什么是渗透？", answer="水通过膜向浓度较高的一侧移动。"),
    )

    assert [(p.first, p.second) for p in near_duplicates(notes)] == [(notes[0], notes[1])]


def test_questions_on_things_of_other_names_are_none() -> None:
    answer = "It adds a penalty on the weights to the loss, so that they stay small."
    notes = (
        Note(question="What does L1 regularization add?", answer=answer),
        Note(question="What does L2 regularization add?", answer=answer),
        Note(question="What does regularization by L2 add?", answer=answer),
    )

    assert [(pair.first, pair.second) for pair in near_duplicates(notes)] == [(notes[1], notes[2])]


def test_cards_of_other_kinds_are_none() -> None:
    term = replace(NOTES[8], kind="reversed")

    assert near_duplicates((*NOTES[:8], term, *NOTES[9:])) == []
