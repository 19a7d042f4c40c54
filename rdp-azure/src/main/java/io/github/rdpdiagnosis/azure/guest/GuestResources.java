package io.github.rdpdiagnosis.azure.guest;

/**
 * Processor, memory and system disk at the moment of reading.
 *
 * @param memoryKiB physical memory
 * @param memoryFreeKiB of it free
 * @param commitLimitKiB memory and page file
 * @param commitFreeKiB of it free
 * @param cpuPercent load of all processors
 * @param systemDiskFreeBytes free on the system drive
 */
public record GuestResources(
    Item<Long> memoryKiB,
    Item<Long> memoryFreeKiB,
    Item<Long> commitLimitKiB,
    Item<Long> commitFreeKiB,
    Item<Long> cpuPercent,
    Item<Long> systemDiskFreeBytes) {
  static GuestResources of(RecordSection section) throws GuestRecordFormatException {
    return new GuestResources(
        section.number("memoryKiB"),
        section.number("memoryFreeKiB"),
        section.number("commitLimitKiB"),
        section.number("commitFreeKiB"),
        section.number("cpuPercent"),
        section.number("systemDiskFreeBytes"));
  }
}
