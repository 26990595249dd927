"""The outreach desk: the pages of those who keep the data true."""
