import Testing

@testable import Deployment

@Suite struct UsualThreadsTests {
    @Test(arguments: [(1, 4), (2, 4), (3, 6), (4, 8), (64, 8)])
    func `two requests a processor are served at a time, four at least and eight at most`(processors: Int, threads: Int)
    {
        #expect(Configuration.usualThreads(onProcessors: processors) == threads)
    }
}
