"""Tells what was seen as Prometheus reads it."""

from collections.abc import Iterator, Sequence

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from agency.domain.finding import Finding
from shortvideo.monitor.measures import MEASURES, PREFIX
from shortvideo.monitor.sight import Lookout, Numbers


class HouseCollector(Collector):
    """Looks at the house each time that Prometheus asks."""

    def __init__(self, lookout: Lookout) -> None:
        self.lookout = lookout

    def describe(self) -> list[GaugeMetricFamily]:
        """Return nothing, so that registering asks nothing of the house yet."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield every metric with its samples."""
        yield from families(self.lookout.numbers.get(), self.lookout.findings.get())


def families(numbers: Numbers, findings: Sequence[Finding]) -> Iterator[GaugeMetricFamily]:
    """Yield every metric with its samples; one without any is told by its name and meaning all the same."""
    for measure in MEASURES:
        family = GaugeMetricFamily(PREFIX + measure.name, measure.help, labels=measure.labels)
        for labels, value in measure.of(numbers, findings):
            family.add_metric(labels, value)
        yield family


def registry_of(lookout: Lookout) -> CollectorRegistry:
    """Return a registry of the house's own, without the process's: nothing that is imported may add to it."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(HouseCollector(lookout))
    return registry
