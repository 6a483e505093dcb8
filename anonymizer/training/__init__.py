"""Makes the tagger's model and the word lists from the sentences in this folder and "
"Faker: ``python -m anonymizer.training``."""
