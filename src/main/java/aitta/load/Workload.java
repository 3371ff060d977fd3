package aitta.load;

/** How many of a hundred operations are reads, under the names that YCSB gave them. */
public enum Workload {
  A(50),
  B(95),
  C(100),
  /** Writes alone; not one of YCSB's. */
  W(0);

  private final int readPercent;

  Workload(int readPercent) {
    this.readPercent = readPercent;
  }

  int readPercent() {
    return readPercent;
  }
}
