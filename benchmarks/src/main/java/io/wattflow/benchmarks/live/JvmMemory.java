package io.wattflow.benchmarks.live;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.wattflow.benchmarks.harness.ProcessMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The memory of another JVM on this machine, asked from outside. */
final class JvmMemory implements AutoCloseable {
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
    return ProcessMemory.RESIDENT.bytes(pid);
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
