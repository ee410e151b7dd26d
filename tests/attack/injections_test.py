import unittest

import injections

TRIED = "[INFO] testing for SQL injection on URI parameter '#1*'\n"
IN_VAIN = f"[CRITICAL] {injections.NOTHING}. Try to increase values for '--level'\n"


class ReadingWhatSqlmapPrints(unittest.TestCase):
    def test_only_what_was_tried_in_vain_is_nothing(self):
        taken_back = "checking if the injection point is a false positive\nfalse positive detected\n"
        self.assertIsNone(injections.read(TRIED + taken_back + IN_VAIN))
        for text in ["", TRIED, IN_VAIN, "[CRITICAL] unable to connect to the target URL"]:
            self.assertEqual(injections.read(text), "sqlmap did not try", text)

    def test_what_is_found_is_told(self):
        for found in [
            "sqlmap identified the following injection point(s) with a total of 41 requests:",
            "Parameter 'q' is vulnerable. Do you want to keep testing the others?",
        ]:
            self.assertEqual(injections.read(TRIED + found), injections.FOUND, found)
