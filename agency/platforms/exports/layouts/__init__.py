"""Every layout that is known here, one file each; the first that fits is taken."""

from agency.platforms.exports.layout import Layout
from agency.platforms.exports.layouts.douyin_metric_days import DOUYIN_METRIC_DAYS
from agency.platforms.exports.layouts.douyin_overview_days import DOUYIN_OVERVIEW_DAYS
from agency.platforms.exports.layouts.douyin_works import DOUYIN_WORKS

LAYOUTS: tuple[Layout, ...] = (DOUYIN_WORKS, DOUYIN_OVERVIEW_DAYS, DOUYIN_METRIC_DAYS)
