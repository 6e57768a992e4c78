DROP TABLE leaderboard_entries;
DROP TABLE leaderboards;
DROP TABLE board_tallies;
DROP TABLE board_scores;
