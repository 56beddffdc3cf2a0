"""What can be read off a text: sentences, dates, numbers, links, its language, and what its words signal."""
