"""A town can be founded, and two stand apart."""


def test_found_town_gives_a_tree_and_groups_of_its_own(town, palana):
    assert town.site.root_page.get_children().count() == 5
    assert palana.site.root_page.get_children().count() == 5
    assert town.collection != palana.collection
