package io.wattflow.benchmarks.live;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The memory of another JVM on this machine, asked from outside. */
final class JvmMemory implements AutoCloseable {
  private static final String RESIDENT = "VmRSS:";

  private final long pid;
  private final JMXConnector connector;
  private final MemoryMXBean memory;

  private JvmMemory(long pid, JMXConnector connector, MemoryMXBean memory) {
    this.pid = pid;
    this.connector = connector;
    this.memory = memory;
  }

  /**
   * Connects to a running JVM of the same user.
   *
   * @throws IOException if it does not let us
   */
  @SuppressWarnings("BanJNDI") // the address comes from a process that we have started ourselves
  static JvmMemory of(long pid) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        JMXConnector connector =
            JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        return new JvmMemory(
            pid,
            connector,
            ManagementFactory.newPlatformMXBeanProxy(
                connector.getMBeanServerConnection(),
                ManagementFactory.MEMORY_MXBEAN_NAME,
                MemoryMXBean.class));
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("process " + pid + " shows nothing of its memory", e);
    }
  }

  /** Used heap, garbage included. */
  long heapBytes() {
    return memory.getHeapMemoryUsage().getUsed();
  }

  /** Memory of the process that is in use; 0 where the system does not tell. */
  long residentBytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
